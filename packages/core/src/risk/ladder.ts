import { boundaryAtOrBefore, DAY_MS } from "../time/timeframe.ts";
import { isFallenBy, rungAt, type Rung } from "./drawdown.ts";
import type { RiskProfile } from "./profile.ts";
import type { FactValues, Refusal } from "./refusal.ts";

/** Which limit halted an account. */
export type HaltCause = "drawdown" | "daily_loss";

/** What an account remembers of its equity, in units of its base currency. Part of its state, hence of every decision's input. */
export type LadderState = {
  readonly highWaterUnits: bigint;
  /** Start of the UTC day whose opening equity stands. It may lag behind the clock while the account is flat, because then that equity is the present one. */
  readonly dayStartMs: number;
  readonly dayOpenUnits: bigint;
  /** The last equity that was known whole: what the next day opens with where its midnight has none. Undefined in what an earlier release wrote. */
  readonly lastEquityUnits: bigint | undefined;
  readonly rung: Rung;
  readonly haltedBy: HaltCause | undefined;
};

/** A halt that the engine writes as a kill switch of the account in the same commit. */
export type LadderHalt = {
  readonly cause: HaltCause;
  readonly code: "DRAWDOWN_HALT" | "DAILY_LOSS_HALT";
  readonly verb: "flatten" | "reduce_only";
  readonly facts: FactValues;
};

export type LadderFact = { readonly code: string; readonly values: FactValues };

export type LadderInput = {
  /** Portfolio value now; undefined where a price or a rate is missing. */
  readonly equityUnits: bigint | undefined;
  /** The slot's time on the run's clock. */
  readonly nowMs: number;
  /** The close that the equity is of: before the slot's time where a halt decides between two closes. */
  readonly closeMs: number;
  readonly profile: RiskProfile;
  /** No kill switch of this ladder is in force: whoever released it wants the account to go on. */
  readonly isRearmed: boolean;
  /** Nothing is held and nothing is on its way. */
  readonly isFlat: boolean;
  /** A kill switch in force sells all of it already. */
  readonly isFlattening: boolean;
};

export type LadderAdvance = {
  /** The same object where nothing changed, so that nothing is written. */
  readonly state: LadderState;
  readonly halts: readonly LadderHalt[];
  readonly facts: readonly LadderFact[];
  readonly refusal: Refusal | undefined;
};

const NONE: readonly never[] = [];

/** The ladder of an account that starts with this equity at this time. */
export function openLadder(of: { readonly equityUnits: bigint; readonly nowMs: number }): LadderState {
  const dayStartMs = boundaryAtOrBefore(of.nowMs, DAY_MS);
  const { equityUnits } = of;
  return {
    highWaterUnits: equityUnits,
    dayStartMs,
    dayOpenUnits: equityUnits,
    lastEquityUnits: equityUnits,
    rung: 0,
    haltedBy: undefined,
  };
}

/**
 * The ladder of a flat account that is about to hold something: from now on the day matters. Until
 * here equity could not move, so what opened the last day opens this one too.
 */
export function enterDay(state: LadderState, nowMs: number): LadderState {
  const dayStartMs = boundaryAtOrBefore(nowMs, DAY_MS);
  return dayStartMs > state.dayStartMs ? { ...state, dayStartMs } : state;
}

function unchanged(state: LadderState, of: { readonly facts?: readonly LadderFact[]; readonly refusal?: Refusal } = {}): LadderAdvance {
  return { state, halts: NONE, facts: of.facts ?? NONE, refusal: of.refusal };
}

function clockRefusal(state: LadderState, nowMs: number): Refusal {
  const facts = [
    ["nowMs", String(nowMs)],
    ["dayStartMs", String(state.dayStartMs)],
  ] as const;
  return { check: "clock_step", code: "CLOCK_STEPPED_BACK", symbol: "", facts };
}

/** A portfolio value that is known whole: of which close, and whether the account has nothing that could move it. */
export type SeenEquity = { readonly equityUnits: bigint; readonly closeMs: number; readonly isFlat: boolean };

/**
 * Re-armed by a person. After a drawdown the mark starts anew, or the account would halt at once;
 * after a daily loss only the day does, so that losing days in a row still add up to the drawdown.
 */
function rearmed(state: LadderState, { equityUnits, closeMs }: SeenEquity): LadderState {
  const fresh = openLadder({ equityUnits, nowMs: closeMs });
  return state.haltedBy === "drawdown" ? fresh : { ...fresh, highWaterUnits: state.highWaterUnits };
}

/**
 * A day opens with the last equity that was known whole at or before its midnight: what is lost while a
 * price is missing, in downtime or in an outage is lost in the day. A flat account that has just what it
 * had needs no new day.
 */
function withDay(state: LadderState, { equityUnits, closeMs, isFlat }: SeenEquity): LadderState {
  const todayMs = boundaryAtOrBefore(closeMs, DAY_MS);
  const isSame = equityUnits === state.lastEquityUnits;
  if (todayMs <= state.dayStartMs || (isFlat && equityUnits === state.dayOpenUnits))
    return isSame ? state : { ...state, lastEquityUnits: equityUnits };
  const dayOpenUnits = closeMs === todayMs ? equityUnits : (state.lastEquityUnits ?? equityUnits);
  return { ...state, dayStartMs: todayMs, dayOpenUnits, lastEquityUnits: equityUnits };
}

/**
 * What a close leaves in the ladder, decided or not: the mark and the day. Of a halted account that
 * still holds something the day alone goes on; where nothing is left it stands until it is re-armed.
 * The same object where nothing changed.
 */
export function keepEquity(state: LadderState, seen: SeenEquity): LadderState {
  if (state.haltedBy !== undefined) return seen.isFlat ? state : withDay(state, seen);
  const ofDay = withDay(state, seen);
  return seen.equityUnits > ofDay.highWaterUnits ? { ...ofDay, highWaterUnits: seen.equityUnits } : ofDay;
}

function fallFacts(fromUnits: bigint, equityUnits: bigint, limitBps: number): FactValues {
  return [
    ["fromUnits", fromUnits.toString()],
    ["equityUnits", equityUnits.toString()],
    ["limitBps", String(limitBps)],
  ];
}

/** The halt that a lost day asks for: it always sells. */
function dayHaltAt(state: LadderState, equityUnits: bigint, { dailyLossBpsMax: bps }: RiskProfile): LadderHalt | undefined {
  if (!isFallenBy({ fromUnits: state.dayOpenUnits, toUnits: equityUnits, bps })) return undefined;
  return { cause: "daily_loss", code: "DAILY_LOSS_HALT", verb: "flatten", facts: fallFacts(state.dayOpenUnits, equityUnits, bps) };
}

/** The halts that this equity asks for. A daily loss always sells; a drawdown does what the profile says. */
function haltsAt(state: LadderState, rung: Rung, equityUnits: bigint, profile: RiskProfile): readonly LadderHalt[] {
  const ofDay = dayHaltAt(state, equityUnits, profile);
  if (rung < 3) return ofDay === undefined ? NONE : [ofDay];
  const facts = fallFacts(state.highWaterUnits, equityUnits, profile.drawdownBpsMax);
  const ofDrawdown: LadderHalt = { cause: "drawdown", code: "DRAWDOWN_HALT", verb: profile.onHalt, facts };
  return ofDay === undefined ? [ofDrawdown] : [ofDrawdown, ofDay];
}

function rungFact(before: Rung, after: Rung, state: LadderState, equityUnits: bigint): LadderFact {
  const code = after > before ? "DRAWDOWN_RUNG_REACHED" : "DRAWDOWN_RUNG_LEFT";
  const values = [
    ["from", String(before)],
    ["to", String(after)],
    ["highWaterUnits", state.highWaterUnits.toString()],
    ["equityUnits", equityUnits.toString()],
  ] as const;
  return { code, values };
}

/** A ladder that is not halted, at a known equity: mark, day, rung, halts. */
function climb(before: LadderState, { profile }: LadderInput, seen: SeenEquity): LadderAdvance {
  const { equityUnits } = seen;
  const marked = keepEquity(before, seen);
  const rung = rungAt(profile, { highWaterUnits: marked.highWaterUnits, equityUnits });
  const halts = haltsAt(marked, rung, equityUnits, profile);
  const facts = rung === marked.rung ? NONE : [rungFact(marked.rung, rung, marked, equityUnits)];
  const haltedBy = halts[0]?.cause;
  const isSame = rung === marked.rung && haltedBy === marked.haltedBy;
  return { state: isSame ? marked : { ...marked, rung, haltedBy }, halts, facts, refusal: undefined };
}

/**
 * A ladder that is halted: mark, rung and cause wait for a person, the day goes on. What a drawdown has
 * left to reduce may still lose the day, and flat outranks reduce-only; where nothing is left to sell,
 * or is sold already, there is nothing to ask for.
 */
function descend(before: LadderState, input: LadderInput, seen: SeenEquity): LadderAdvance {
  const state = keepEquity(before, seen);
  if (seen.isFlat) return unchanged(state);
  const halt = input.isFlattening ? undefined : dayHaltAt(state, seen.equityUnits, input.profile);
  return { state, halts: halt === undefined ? NONE : [halt], facts: NONE, refusal: undefined };
}

/**
 * One step of the drawdown ladder and the daily loss (RSK3), at a slot. Comparisons are exact: 10 %
 * is reached where equity × 10,000 ≤ high water × 9,000.
 *
 * A clock before the day that stands is refused and changes nothing. An equity with a price missing
 * raises no mark, opens no day and reaches no rung: it is only a fact. A halted account keeps its mark and its rung
 * until a person re-arms it; a day that it loses meanwhile sells what it holds. The reference profile has no ladder.
 */
export function advanceLadder(state: LadderState, input: LadderInput): LadderAdvance {
  const { equityUnits, nowMs, closeMs, profile, isFlat } = input;
  if (profile.kind === "reference") return unchanged(state);
  if (nowMs < state.dayStartMs) return unchanged(state, { refusal: clockRefusal(state, nowMs) });
  if (equityUnits === undefined) return unchanged(state, { facts: [{ code: "LADDER_STALE", values: NONE }] });
  const seen: SeenEquity = { equityUnits, closeMs, isFlat };
  if (state.haltedBy === undefined) return climb(state, input, seen);
  if (!input.isRearmed) return descend(state, input, seen);
  const advance = climb(rearmed(state, seen), input, seen);
  return { ...advance, facts: [{ code: "LADDER_REARMED", values: [["cause", state.haltedBy]] }, ...advance.facts] };
}
