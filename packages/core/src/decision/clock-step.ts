import type { Refusal } from "../risk/refusal.ts";
import type { AccountState } from "./account-state.ts";
import type { DecideQuestion } from "./decide-types.ts";

/** The latest moment that a state tells of: its day, its orders, its lots. A clock that shows less has stepped back. */
export function latestMsOf(state: AccountState): number {
  let latestMs = Math.max(state.ladder.dayStartMs, state.recentOrdersMs.at(-1) ?? 0);
  for (const { createdMs } of state.orders) latestMs = Math.max(latestMs, createdMs);
  for (const { lots } of state.positions) for (const { openedMs } of lots) latestMs = Math.max(latestMs, openedMs);
  return latestMs;
}

/**
 * A run's clock that shows less than it must: less than the slot's own time, than the close that is
 * decided on, or than the newest moment that the account's state knows. Then age, lateness and window
 * are guesses, so the whole slot is refused, whether an entry is proposed or not: nothing is bought.
 * What lowers a position needs no clock and still acts.
 */
export function clockStepOf({ nowMs, slot, snapshot, account }: DecideQuestion): Refusal | undefined {
  const earliestMs = Math.max(slot.atMs, snapshot.snapshot.closeMs, latestMsOf(account.value));
  if (nowMs >= earliestMs) return undefined;
  const facts = [
    ["nowMs", String(nowMs)],
    ["earliestMs", String(earliestMs)],
  ] as const;
  return { check: "clock_step", code: "CLOCK_STEPPED_BACK", symbol: "", facts };
}
