"use client";

import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Lock } from "lucide-react";

type RestrictedStateProps = {
  /** What the role does not include, as a sentence goes on: "the members". */
  readonly what: string;
  /** Which roles it takes. */
  readonly reason: string | undefined;
};

/** A role that does not reach so far is no failure: it says whose it is, calmly, and who can change that. */
export function RestrictedState({ what, reason }: RestrictedStateProps) {
  return (
    <EmptyState icon={<Lock aria-hidden="true" />} title={`Your role does not include ${what}`}>
      {reason} An owner or admin can give you another role.
    </EmptyState>
  );
}
