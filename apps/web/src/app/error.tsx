"use client";

import { ErrorState } from "@ballast/ui/primitives/error-state";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <ErrorState
      what="This page broke"
      why="Trading is not affected: the engine runs on its own."
      {...(error.digest === undefined ? {} : { code: error.digest })}
      onRetry={reset}
    />
  );
}
