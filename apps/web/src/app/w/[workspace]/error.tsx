"use client";

import { ErrorState } from "@ballast/ui/primitives/error-state";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** The frame stays: halting must remain in reach while a page is broken. */
export default function WorkspaceError({ error, reset }: ErrorPageProps) {
  return (
    <ErrorState
      what="This page broke"
      why="Trading is not affected, and the Halt button still works."
      {...(error.digest === undefined ? {} : { code: error.digest })}
      onRetry={reset}
    />
  );
}
