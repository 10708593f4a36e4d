import type { AccountState } from "@ballast/core/decision/account-state";
import type { Decision } from "@ballast/core/decision/decide-types";
import { contentDifference } from "./content-difference.ts";
import { nameOf } from "./content-shelf.ts";
import { isSameBytes, messageOf, type FieldDifference } from "./first-difference.ts";
import { inWords } from "./forged-snapshot.ts";
import type { ReadInput, StateRead, StatelessInput } from "./read-input.ts";

/** A state that a replay came to by itself, and what it hashes to. */
export type ReachedState = { readonly state: AccountState; readonly hash: Uint8Array };

/** The first field of a forged state that is not what it must have been. */
function stateFault(
  around: StatelessInput,
  of: { readonly what: "stateBefore" | "stateAfter"; readonly read: StateRead; readonly right: Uint8Array | undefined },
): FieldDifference | undefined {
  const { what, read, right } = of;
  const { decodeAccountState } = around.opened.core.core;
  if (read.fault === undefined) return undefined;
  if (read.forged === undefined || right === undefined) return read.fault;
  return contentDifference({ what, stored: read.forged, right, decode: decodeAccountState }) ?? read.fault;
}

function decisionOn(around: StatelessInput, before: AccountState): Decision | string {
  const { core, receipt } = around.opened;
  try {
    return core.decide({ ...around.input, account: { value: before, hash: receipt.stateBefore } });
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * An input whose state after the decision can't be read, made whole by deciding again: where the decision gives
 * the state of that name, it is what stood there. The fault stays, and names the first field that was changed.
 */
export function mendAfter(read: ReadInput): ReadInput {
  if (read.stored !== undefined || read.stateless === undefined) return read;
  const { around, before, after } = read.stateless;
  if (before.value === undefined) return read;
  const { core, receipt } = around.opened;
  const input = { ...around.input, account: { value: before.value, hash: receipt.stateBefore } };
  const stored = { ...around, input };
  if (after.fault === undefined) return { stored: { ...stored, after: after.value }, fault: read.fault };
  const decision = decisionOn(around, before.value);
  if (typeof decision === "string") return { ...read, fault: inWords(after.fault, decision) };
  const { hash, value } = decision.account;
  if (!isSameBytes(hash, receipt.stateAfter)) return { ...read, fault: inWords(after.fault, `decided again it hashes to ${nameOf(hash)}`) };
  const right = decision.accountBytes ?? core.core.encodeAccountState?.(value);
  const fault = before.fault === undefined ? stateFault(around, { what: "stateAfter", read: after, right }) : read.fault;
  return { stored: { ...stored, after: value }, fault: fault ?? read.fault };
}

/** The same for a state before the decision: it is where the book had come to, if that has its name. */
export function mendBefore(read: ReadInput, reached: ReachedState | undefined): ReadInput {
  if (read.stored !== undefined || read.stateless === undefined) return read;
  const { around, before, after } = read.stateless;
  if (before.fault === undefined) return read;
  const { core, receipt } = around.opened;
  if (reached === undefined) return { ...read, fault: inWords(before.fault, "the way there could not be walked") };
  if (!isSameBytes(reached.hash, receipt.stateBefore))
    return { ...read, fault: inWords(before.fault, `walked again, its book had come to ${nameOf(reached.hash)}`) };
  const right = core.core.encodeAccountState?.(reached.state);
  const fault = stateFault(around, { what: "stateBefore", read: before, right }) ?? before.fault;
  const mended = { ...before, value: reached.state };
  return mendAfter({ stored: undefined, fault, stateless: { around, before: mended, after } });
}
