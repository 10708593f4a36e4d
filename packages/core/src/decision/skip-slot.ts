import { LATE_AFTER_MS } from "../risk/checks/standing.ts";
import { clockStepOf } from "./clock-step.ts";
import type { DecideOutput, DecideQuestion } from "./decide-types.ts";
import { dueOf } from "./due.ts";
import { markEquity } from "./exposure.ts";

/**
 * The output of a slot in which nothing is decided, undefined where it is due. It is an output like any
 * other, so that the receipt of a skipped slot is hashed, chained and replayed like every receipt: that
 * the slot was rightly skipped can be proven, and its equity is marked. With a clock that stepped back it
 * is refused like every slot.
 */
export function skipSlot(question: DecideQuestion): DecideOutput | undefined {
  const { slot, snapshot, instruments, account, profile, kills } = question;
  const { value: state } = account;
  const prices = { snapshot: snapshot.snapshot, instruments: instruments.value };
  const due = dueOf({ kind: slot.kind, atMs: slot.atMs, profile: profile.value, kills, state, prices });
  if (due.isDue) return undefined;
  const equity = markEquity(prices, state);
  const clock = clockStepOf(question);
  return {
    outcome: clock === undefined ? "SKIPPED" : "REFUSED",
    reasonCodes: clock === undefined ? [due.reason] : [clock.code, due.reason],
    facts: [{ symbol: "", code: due.reason, values: due.facts }],
    refusals: clock === undefined ? [] : [clock],
    intents: [],
    cancels: [],
    halts: [],
    equityUnits: equity.units,
    isEquityStale: equity.missing.length > 0,
    state,
  };
}

/** How a slot with a receipt ends in its own row, and why. */
export type SlotEnd = { readonly outcome: "RUN" | "SKIPPED" | "LATE"; readonly reason: string };

/** What a slot's row says of the receipt that it left. A skipped slot is no late one: nothing was decided too late. */
export function slotEndOf(
  receipt: { readonly outcome: string; readonly reasonCodes: readonly string[] },
  times: { readonly atMs: number; readonly nowMs: number },
): SlotEnd {
  if (receipt.outcome === "SKIPPED") return { outcome: "SKIPPED", reason: receipt.reasonCodes[0] ?? receipt.outcome };
  return { outcome: times.nowMs - times.atMs > LATE_AFTER_MS ? "LATE" : "RUN", reason: receipt.outcome };
}
