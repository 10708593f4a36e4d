import type { Prices } from "../ledger/equity.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { FactValues } from "../risk/refusal.ts";
import { downtimeEndMs, isDowntimeAt } from "../time/schedule.ts";
import type { AccountState } from "./account-state.ts";
import type { KillFact, SlotKind } from "./decide-types.ts";
import { isLimitReached } from "./ladder-at.ts";

/** Whether a due slot is decided, or skipped: then its receipt says why, and nothing else. */
export type Due = { readonly isDue: true } | { readonly isDue: false; readonly reason: "WINDOW_DOWNTIME"; readonly facts: FactValues };

/** A kill switch that has something to act on: it acts in downtime too (RSK6). */
function hasToAct(kill: KillFact, state: AccountState): boolean {
  if (kill.verb === "flatten") return state.positions.length > 0 || state.orders.length > 0;
  return kill.verb === "cancel" && state.orders.some((order) => order.purpose === "entry");
}

/**
 * In the downtime window nothing is decided, unless a kill switch has positions or orders to act on,
 * or the account has just reached a limit of its own that sells.
 * A halt's own slot is always decided: whoever halts has a receipt that says what it did.
 */
export function dueOf(slot: {
  readonly kind: SlotKind;
  readonly atMs: number;
  readonly profile: RiskProfile;
  readonly kills: readonly KillFact[];
  readonly state: AccountState;
  readonly prices: Prices;
}): Due {
  if (slot.kind === "halt" || !isDowntimeAt(slot.profile.schedule, slot.atMs)) return { isDue: true };
  if (slot.kills.some((kill) => hasToAct(kill, slot.state)) || isLimitReached(slot, slot.prices)) return { isDue: true };
  const untilMs = downtimeEndMs(slot.profile.schedule, slot.atMs);
  return { isDue: false, reason: "WINDOW_DOWNTIME", facts: untilMs === undefined ? [] : [["untilMs", String(untilMs)]] };
}
