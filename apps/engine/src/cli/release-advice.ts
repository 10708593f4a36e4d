import { releaseWays } from "@ballast/core/risk/release-ways";
import type { GateKill } from "@ballast/core/risk/gate-input";

/** A halt that a person has set, as its release asks for it. */
export type SetHalt = {
  readonly id: string;
  readonly workspaceKey: string;
  readonly scope: GateKill["scope"];
  readonly persons: 1 | 2;
  /** There are others: the command has to name this one. */
  readonly isOneOfMany: boolean;
};

/** How a halt is ended, for whoever has just set it. Never a command that would be refused. */
export function releaseAdvice({ id, workspaceKey, scope, persons, isOneOfMany }: SetHalt): string {
  const command = `npx ballast halt release${isOneOfMany ? ` --workspace ${workspaceKey}` : ""} --id ${id} --reason "…"`;
  switch (releaseWays({ scope, isByTrigger: false, persons }).terminal) {
    case "release":
      return `Release it with: ${command}`;
    case "agreed":
      return `A profile in workspace ${workspaceKey} wants two people for its release: both agree in the web app (Kill switch), then release it with: ${command}`;
    case "none":
      return `A profile that it reaches wants two people for its release: one asks in the web app (Kill switch), a second releases it there.`;
  }
}
