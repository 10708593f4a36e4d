"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import { Button } from "./button.tsx";
import { Copyable } from "./copyable.tsx";

type ErrorStateProps = {
  /** What could not be done, in the reader's terms: "The decisions could not be loaded". */
  readonly what: string;
  /** The cause as far as it is known, and what still holds. */
  readonly why?: string;
  /** A stable code, small, to copy into a report. */
  readonly code?: string;
  readonly onRetry?: () => void;
};

/** Says what failed and offers to try again; the rest of the page stays usable. */
export function ErrorState({ what, why, code, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-10 text-center">
      <CircleAlert aria-hidden="true" className="size-6 text-halt" />
      <p className="text-14 font-medium text-ink">{what}</p>
      {why !== undefined && <p className="text-13 text-ink-muted">{why}</p>}
      {code !== undefined && <Copyable text={code} label="error code" />}
      {onRetry !== undefined && (
        <Button className="mt-2" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      )}
    </div>
  );
}
