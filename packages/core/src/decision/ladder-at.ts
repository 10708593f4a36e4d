import type { Prices } from "../ledger/equity.ts";
import { advanceLadder, keepEquity, type LadderAdvance } from "../risk/ladder.ts";
import type { RiskProfile } from "../risk/profile.ts";
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

/** Nothing is held and nothing is on its way. */
function isFlat({ positions, orders }: AccountState): boolean {
  return positions.length === 0 && orders.length === 0;
}

/** The ladder at a slot, which knows the equity of a close. It is re-armed where no kill switch that would sell or only reduce is in force. */
export function ladderAt(
  { atMs, state, profile, kills }: LadderSlot,
  { equity, closeMs }: { readonly equity: MarkedEquity; readonly closeMs: number },
): LadderAdvance {
  const verbs = kills.filter(ofAccount).map(({ verb }) => verb);
  return advanceLadder(state.ladder, {
    equityUnits: equity.missing.length > 0 ? undefined : equity.units,
    nowMs: atMs,
    closeMs,
    profile,
    isRearmed: !verbs.some((verb) => verb === "flatten" || verb === "reduce_only"),
    isFlat: isFlat(state),
    isFlattening: verbs.includes("flatten"),
  });
}

/** Whether a limit of the account's own is reached that halts it. Where nothing is held equity does not move, so nothing is reached. */
export function isLimitReached(slot: LadderSlot, prices: Prices): boolean {
  if (slot.state.positions.length === 0) return false;
  const { closeMs } = prices.snapshot;
  return ladderAt(slot, { equity: markEquity(prices, slot.state), closeMs }).halts.length > 0;
}

/**
 * The state with what a close says of its equity, whether it is decided or not: in downtime and in an
 * outage nobody decides, yet a drawdown counts from the highest close and a day from the last whole
 * equity before it, whatever the hour. The same state where nothing changed.
 */
export function withEquityKept(state: AccountState, prices: Prices, profile: RiskProfile): AccountState {
  if (profile.kind === "reference") return state;
  const { units: equityUnits, missing } = markEquity(prices, state);
  if (missing.length > 0) return state;
  const ladder = keepEquity(state.ladder, { equityUnits, closeMs: prices.snapshot.closeMs, isFlat: isFlat(state) });
  return ladder === state.ladder ? state : { ...state, ladder };
}
