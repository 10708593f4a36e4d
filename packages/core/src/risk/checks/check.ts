import type { GateInput } from "../gate-input.ts";
import type { OrderPurpose } from "../order-terms.ts";
import type { FactValues } from "../refusal.ts";

/** What a check says of an order. NOT_APPLICABLE says why, and the receipt keeps it. */
export type Verdict =
  | { readonly verdict: "pass" }
  | { readonly verdict: "not_applicable"; readonly why: string }
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

export function notApplicable(why: string): Verdict {
  return { verdict: "not_applicable", why };
}
