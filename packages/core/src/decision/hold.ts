import { RowSight, type RowSeries } from "../features/row-snapshot.ts";
import type { TileRows } from "../features/tile-instrument.ts";
import type { Instrument } from "../market/instrument.ts";
import { isResting } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { EmaAtrSettings } from "../strategy/ema-atr-settings.ts";
import { crossingOf, emaAtrFeatures } from "../strategy/ema-atr.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { AccountState } from "./account-state.ts";
import { latestMsOf } from "./clock-step.ts";
import type { DecideQuestion, Verdict } from "./decide-types.ts";
import { markEquity, type MarkedEquity } from "./exposure.ts";
import { instrumentOf, sellableQuantity } from "./holdings.ts";

const NONE: readonly never[] = [];

/**
 * Nothing is decided and the state stands. What the account is worth is reckoned for who asks, where the
 * sight stands when he does: as a sight is turned from bar to bar, one verdict serves all bars of a hold.
 */
class HoldVerdict implements Verdict {
  readonly state: AccountState;
  readonly sight: RowSight;
  readonly instruments: readonly Instrument[];

  constructor(state: AccountState, sight: RowSight, instruments: readonly Instrument[]) {
    this.state = state;
    this.sight = sight;
    this.instruments = instruments;
  }

  get refusals(): readonly never[] {
    return NONE;
  }

  get intents(): readonly never[] {
    return NONE;
  }

  get cancels(): readonly never[] {
    return NONE;
  }

  get halts(): readonly never[] {
    return NONE;
  }

  get equityUnits(): bigint {
    return markOf(this).units;
  }

  get isEquityStale(): boolean {
    return markOf(this).missing.length > 0;
  }
}

function markOf({ state, sight, instruments }: HoldVerdict): MarkedEquity {
  return markEquity({ snapshot: sight.snapshot, instruments }, state);
}

/** Where the averages of a strategy stand among the features of a lineage. */
type Places = { readonly fast: number; readonly slow: number; readonly fastBefore: number; readonly slowBefore: number };
/** What is to be seen of a market: of every instrument, row by row, how its averages cross. */
type SeenMarket = { readonly settings: EmaAtrSettings; readonly series: RowSeries; readonly crossings: readonly Uint8Array[] | undefined };

const CROSSING_UP = 1;
const CROSSING_DOWN = 2;

function placesOf(settings: EmaAtrSettings, featureNames: readonly string[]): Places | undefined {
  const names = emaAtrFeatures(settings);
  const at = (name: string): number => featureNames.indexOf(name);
  const places = { fast: at(names.fast), slow: at(names.slow), fastBefore: at(names.fastBefore), slowBefore: at(names.slowBefore) };
  // A lineage without them is a broken invariant, which the strategy itself names.
  return Object.values(places).includes(-1) ? undefined : places;
}

function crossingsOf(rows: TileRows, places: Places): Uint8Array {
  const [fast, slow] = [rows.columnOf(places.fast), rows.columnOf(places.slow)];
  const [fastBefore, slowBefore] = [rows.columnOf(places.fastBefore), rows.columnOf(places.slowBefore)];
  const crossings = new Uint8Array(fast.length);
  for (let row = 0; row < crossings.length; row += 1) {
    const crossing = crossingOf({
      fast: fast[row] ?? NaN,
      slow: slow[row] ?? NaN,
      fastBefore: fastBefore[row] ?? NaN,
      slowBefore: slowBefore[row] ?? NaN,
    });
    if (crossing !== "none") crossings[row] = crossing === "up" ? CROSSING_UP : CROSSING_DOWN;
  }
  return crossings;
}

/** Symbols of which an account holds something that the venue would take back: there a strategy enters no more, and exits. */
function heldSymbols(state: AccountState, instruments: readonly Instrument[]): readonly string[] {
  const held: string[] = [];
  for (const position of state.positions) {
    const instrument = instrumentOf(instruments, position.symbol);
    if (instrument !== undefined && sellableQuantity(position, instrument) > 0n) held.push(position.symbol);
  }
  return held;
}

function isStopOf(order: OpenOrder, symbol: string): boolean {
  return order.symbol === symbol && order.side === "sell" && order.kind === "stop-loss" && !order.isCancelRequested;
}

/** Every order is a resting protection, and every position of a known instrument has its stop: nothing to cancel, to sell or to wait for. */
function isAtRest({ campaigns, ladder, orders, positions }: AccountState, instruments: readonly Instrument[]): boolean {
  if (campaigns.length > 0 || ladder.haltedBy !== undefined || ladder.rung > 0) return false;
  for (const order of orders) if (order.purpose !== "protection" || !isResting(order.state)) return false;
  for (const { symbol } of positions)
    if (instrumentOf(instruments, symbol) === undefined || !orders.some((order) => isStopOf(order, symbol))) return false;
  return true;
}

/** The first row from where a sight stands on in which an instrument's averages cross up where nothing of it is held or down where something is. */
function firstSignal(crossings: readonly Uint8Array[], { series, row }: RowSight, held: readonly string[]): number {
  let first = series.openMs.length;
  crossings.forEach((crossing, place) => {
    const wanted = held.includes(series.rows[place]?.symbol ?? "") ? CROSSING_DOWN : CROSSING_UP;
    const at = crossing.indexOf(wanted, row);
    if (at >= 0 && at < first) first = at;
  });
  return first;
}

/** The rules under which a close without a crossing asks nothing of a book: no window, no ladder, no kill switch. */
function isUnwatched({ slot, kills, profile }: DecideQuestion): boolean {
  const { kind, schedule } = profile.value;
  return slot.kind !== "halt" && kills.length === 0 && kind === "reference" && schedule.windows.length === 0;
}

/** A clock that shows what it must: not less than the slot's time, the close, or the newest moment that the account knows. */
function isOnTime({ nowMs, slot }: DecideQuestion, closeMs: number, latestMs: number): boolean {
  return nowMs >= slot.atMs && nowMs >= closeMs && nowMs >= latestMs;
}

/** The rows of a sight in which one question has one answer: everything stands, and no average crosses so that it matters. */
class Stretch {
  readonly verdict: HoldVerdict;
  readonly #from: number;
  /** The first row with a signal behind them. */
  readonly #to: number;
  readonly #kind: DecideQuestion["slot"]["kind"];
  readonly #profile: RiskProfile;
  readonly #settings: StrategySettings;
  readonly #latestMs: number;

  constructor(question: DecideQuestion, sight: RowSight, to: number) {
    this.verdict = new HoldVerdict(question.account.value, sight, question.instruments.value);
    this.#from = sight.row;
    this.#to = to;
    this.#kind = question.slot.kind;
    this.#profile = question.profile.value;
    this.#settings = question.settings.value;
    this.#latestMs = latestMsOf(question.account.value);
  }

  /** Whether a question is the one that was looked at, asked at one of its rows. */
  holds(question: DecideQuestion): boolean {
    const { sight, state, instruments } = this.verdict;
    const { row } = sight;
    return (
      question.snapshot === sight &&
      row >= this.#from &&
      row < this.#to &&
      question.account.value === state &&
      question.settings.value === this.#settings &&
      question.profile.value === this.#profile &&
      question.instruments.value === instruments &&
      question.kills.length === 0 &&
      question.slot.kind === this.#kind &&
      isOnTime(question, sight.closeMs, this.#latestMs)
    );
  }
}

/**
 * Finds the slots in which nothing can happen, before anything is made for them: most bars of a backtest
 * of the reference strategy. What it answers is what the whole decision would answer, and where that is
 * not plain to see it answers nothing. Not plain: another profile or strategy, a window, a kill switch, a
 * signal, an order on its way, a position without its stop, a clock that stepped back, an instrument
 * whose numbers do not lie in columns (there a broken one is refused by name).
 *
 * It remembers the last market that it looked at, and up to which row nothing happens in it; an answer
 * depends on the question alone.
 */
export class HoldWatch {
  #market: SeenMarket | undefined;
  #stretch: Stretch | undefined;

  /** The verdict of a slot in which everything stands; undefined where it has to be decided. */
  holdOf(question: DecideQuestion): Verdict | undefined {
    if (this.#stretch?.holds(question) !== true) this.#stretch = this.#stretchFrom(question);
    return this.#stretch?.verdict;
  }

  #stretchFrom(question: DecideQuestion): Stretch | undefined {
    const settings = question.settings.value;
    const sight = question.snapshot;
    if (settings.kind !== "ema-atr" || !isUnwatched(question) || !(sight instanceof RowSight)) return undefined;
    const state = question.account.value;
    const instruments = question.instruments.value;
    if (!isAtRest(state, instruments) || !isOnTime(question, sight.closeMs, latestMsOf(state))) return undefined;
    const crossings = this.#crossingsIn(settings, sight.series);
    const to = crossings === undefined ? sight.row : firstSignal(crossings, sight, heldSymbols(state, instruments));
    return to > sight.row ? new Stretch(question, sight, to) : undefined;
  }

  #crossingsIn(settings: EmaAtrSettings, series: RowSeries): readonly Uint8Array[] | undefined {
    if (this.#market?.settings !== settings || this.#market.series !== series) {
      const places = placesOf(settings, series.featureNames);
      this.#market = { settings, series, crossings: places && series.rows.map((rows) => crossingsOf(rows, places)) };
    }
    return this.#market.crossings;
  }
}
