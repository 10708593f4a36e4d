import type { GateKill } from "./gate-input.ts";

/** A kill switch in force as its release asks for it. */
export type HeldKill = {
  readonly scope: GateKill["scope"];
  /** A trigger set it, and no person. */
  readonly isByTrigger: boolean;
  /** How many people the most careful profile that it reaches wants for its release. */
  readonly persons: 1 | 2;
};

/** How a kill switch can be ended, in each of the two places where people can act. */
export type ReleaseWays = {
  /** `agree`: people of the workspace say that it may end, and the terminal ends it. */
  readonly web: "release" | "agree" | "none";
  /** `agreed`: it ends it once two people of the workspace have agreed. */
  readonly terminal: "release" | "agreed" | "none";
};

/**
 * Who may end a kill switch, and where (RSK4). One that whoever runs the installation set for all of it ends by their
 * hand alone, at the terminal: a workspace can't undo it. Where a profile wants two people these are two members, of
 * whom a terminal knows none, so they agree in the web app. Every kill switch has a way to its end, and none with
 * fewer people than its profile wants.
 */
export function releaseWays({ scope, isByTrigger, persons }: HeldKill): ReleaseWays {
  const isOfInstallation = scope === "all" && !isByTrigger;
  if (persons === 1) return { web: isOfInstallation ? "none" : "release", terminal: "release" };
  return isOfInstallation ? { web: "agree", terminal: "agreed" } : { web: "release", terminal: "none" };
}
