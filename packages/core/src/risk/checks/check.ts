import type { GateInput } from "../gate-input.ts";
import type { OrderPurpose } from "../order-terms.ts";
import type { FactValues } from "../refusal.ts";

/** What a check says of an order. NOT_APPLICABLE says why, and the receipt keeps it. */
export type Verdict =
  | { readonly verdict: "pass" }
  | { readonly verdict: "not_applicable"; readonly note: readonly [check: string, why: string] }
  | { readonly verdict: "refused"; readonly code: string; readonly facts: FactValues };

/**
 * One check of the gate (RSK5). `appliesTo` is data: an exit can't be blocked by a check for
 * entries, because the gate never asks it.
 */
export type Check = {
  readonly name: string;
  readonly appliesTo: readonly OrderPurpose[];
  readonly examine: (input: GateInput) => Verdict;
};

/** Checks for orders that raise exposure. */
export const ENTRIES: readonly OrderPurpose[] = ["entry"];
/** Checks for whatever is sent: what the venue or the fence would refuse of any order. */
export const EVERY_ORDER: readonly OrderPurpose[] = ["entry", "exit", "reduction", "protection"];
/** Orders that lower exposure; none of them may exceed what is held. */
export const LOWERING: readonly OrderPurpose[] = ["exit", "reduction", "protection"];

export const PASS: Verdict = { verdict: "pass" };

export function refused(code: string, facts: FactValues = []): Verdict {
  return { verdict: "refused", code, facts };
}

/** Most verdicts of this kind are made once and given out again: a note costs an order nothing. */
export function notApplicable(check: string, why: string): Verdict {
  return { verdict: "not_applicable", note: [check, why] };
}

/** A check whose input this market does not offer: nothing to look at, except in live, which wants all of them (law 5). */
export function undeclared(input: GateInput, note: Verdict, name: string): Verdict {
  return input.mode === "live" ? refused("INPUT_UNDECLARED", [["input", name]]) : note;
}
