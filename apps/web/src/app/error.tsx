"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { Entrance } from "../features/sign-in/entrance.tsx";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Entrance
      title="This page broke"
      lead="Trading is not affected: the engine runs on its own."
      foot={error.digest === undefined ? undefined : <Copyable text={error.digest} label="error code" />}
    >
      <nav aria-label="Ways on" className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          <a href="/api/enter">Go to your workspace</a>
        </Button>
      </nav>
    </Entrance>
  );
}
