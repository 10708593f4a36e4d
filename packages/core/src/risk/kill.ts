import type { GateKill } from "./gate-input.ts";

/**
 * Whether a kill switch that covers the account covers an order of this instrument too. One of a model
 * covers entries that the model of that name decided (`modelId`), and nothing else: what rules decide,
 * and what is held, is no matter of its.
 */
export function killCovers(kill: GateKill, symbol: string, modelId?: string): boolean {
  switch (kill.scope) {
    case "all":
    case "workspace":
    case "account":
      return true;
    case "instrument":
      return kill.subject === symbol;
    case "model":
      return modelId !== undefined && kill.subject === modelId;
  }
}

/** Whether a kill switch that covers an account holds anything that it trades; `modelId` is left out where rules decide. */
export function killReaches(kill: GateKill, of: { readonly instruments: readonly string[]; readonly modelId?: string }): boolean {
  return of.instruments.some((symbol) => killCovers(kill, symbol, of.modelId));
}
