"use client";

import type { MoneyAtStake } from "../readiness/trouble-words.ts";
import { useTrouble } from "../readiness/use-trouble.ts";
import type { WorkspaceStatus } from "./answers.ts";

export type VenueSight = { readonly name: string; readonly state: "online" | "degraded" | "down" | "unknown"; readonly detail: string };

/** What of the workspace decides which words about its money are true. */
export function stakeOf(status: WorkspaceStatus | undefined): MoneyAtStake {
  return status === undefined ? undefined : { mode: status.mode, clock: status.market?.clock };
}

/** The place where orders go, as far as it can be seen: the last answer of a server that went away is not the present. */
export function useVenue(status: WorkspaceStatus | undefined): VenueSight | undefined {
  const trouble = useTrouble(stakeOf(status));
  if (status === undefined) return undefined;
  return trouble === undefined ? status.venue : { name: status.venue.name, state: trouble.venue, detail: trouble.meaning };
}
