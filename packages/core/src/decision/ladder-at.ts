import type { Prices } from "../ledger/equity.ts";
import { advanceLadder, type LadderAdvance } from "../risk/ladder.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { isDowntimeAt } from "../time/schedule.ts";
import type { AccountState } from "./account-state.ts";
import type { KillFact } from "./decide-types.ts";
import { markEquity, type MarkedEquity } from "./exposure.ts";

/** Where an account stands at a slot's time, by its profile and the kill switches in force. */
export type LadderSlot = {
  readonly atMs: number;
  readonly state: AccountState;
  readonly profile: RiskProfile;
  readonly kills: readonly KillFact[];
};

/** Kill switches of the whole account; those of one instrument or one model say nothing of its ladder. */
const ofAccount = ({ scope }: KillFact): boolean => scope !== "instrument" && scope !== "model";

/** The ladder at a slot. It is re-armed where no kill switch that would sell or only reduce is in force. */
export function ladderAt({ atMs, state, profile, kills }: LadderSlot, equity: MarkedEquity): LadderAdvance {
  const verbs = kills.filter(ofAccount).map(({ verb }) => verb);
  return advanceLadder(state.ladder, {
    equityUnits: equity.missing.length > 0 ? undefined : equity.units,
    nowMs: atMs,
    profile,
    isRearmed: !verbs.some((verb) => verb === "flatten" || verb === "reduce_only"),
    isFlat: state.positions.length === 0 && state.orders.length === 0,
    isFlattening: verbs.includes("flatten"),
  });
}

/** Whether a limit of the account's own is reached that halts it. Where nothing is held equity does not move, so nothing is reached. */
export function isLimitReached(slot: LadderSlot, prices: Prices): boolean {
  return slot.state.positions.length > 0 && ladderAt(slot, markEquity(prices, slot.state)).halts.length > 0;
}

/**
 * The state with its high-water mark at a close of the downtime window, where nothing is decided that
 * would raise it: a drawdown counts from the highest close, whatever the hour. The same state where
 * the mark stands.
 */
export function withMark(state: AccountState, prices: Prices, profile: RiskProfile): AccountState {
  const { ladder } = state;
  if (profile.kind === "reference" || ladder.haltedBy !== undefined) return state;
  if (!isDowntimeAt(profile.schedule, prices.snapshot.closeMs)) return state;
  const equity = markEquity(prices, state);
  if (equity.missing.length > 0 || equity.units <= ladder.highWaterUnits) return state;
  return { ...state, ladder: { ...ladder, highWaterUnits: equity.units } };
}
