import type { GateKill } from "./gate-input.ts";

/** Whether a kill switch that covers the account covers this instrument too. */
export function killCovers(kill: GateKill, symbol: string): boolean {
  if (kill.scope === "instrument") return kill.subject === symbol;
  // Rules decide without a model, so a halted model halts no order of theirs.
  return kill.scope !== "model";
}
