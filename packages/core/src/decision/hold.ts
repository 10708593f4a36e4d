import { RowSight, RowSnapshot, type RowSeries } from "../features/row-snapshot.ts";
import type { TileRows } from "../features/tile-instrument.ts";
import type { Instrument } from "../market/instrument.ts";
import { isResting } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { EmaAtrSettings } from "../strategy/ema-atr-settings.ts";
import { crossingOf, emaAtrFeatures } from "../strategy/ema-atr.ts";
import type { AccountState } from "./account-state.ts";
import { latestMsOf } from "./clock-step.ts";
import type { DecideQuestion, Verdict } from "./decide-types.ts";
import { markEquity, type MarkedEquity } from "./exposure.ts";
import { instrumentOf, sellableQuantity } from "./holdings.ts";

const NONE: readonly never[] = [];

/** Nothing is decided and the state stands. What the account is worth is reckoned for who asks. */
class HoldVerdict implements Verdict {
  readonly state: AccountState;
  readonly series: RowSeries;
  readonly row: number;
  readonly instruments: readonly Instrument[];

  constructor(state: AccountState, { series, row }: RowSight, instruments: readonly Instrument[]) {
    this.state = state;
    this.series = series;
    this.row = row;
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

function markOf({ state, series, row, instruments }: HoldVerdict): MarkedEquity {
  return markEquity({ snapshot: new RowSnapshot(series, row), instruments }, state);
}

/** Where the averages of a strategy stand among the features of a lineage. */
type Places = { readonly fast: number; readonly slow: number; readonly fastBefore: number; readonly slowBefore: number };
/** What is to be seen of a market: of every instrument, row by row, how its averages cross. */
type SeenMarket = { readonly settings: EmaAtrSettings; readonly series: RowSeries; readonly crossings: readonly Uint8Array[] | undefined };

const NO_CROSSING = 0;
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

type SeenState = {
  readonly state: AccountState;
  readonly instruments: readonly Instrument[];
  /** Whether it asks for nothing without a crossing. */
  readonly isAtRest: boolean;
  readonly held: readonly string[];
  readonly latestMs: number;
};

/** Symbols of which an account holds something that the venue would take back: there a strategy enters no more, and exits. */
function heldSymbols(state: AccountState, instruments: readonly Instrument[]): readonly string[] {
  return state.positions.flatMap((position) => {
    const instrument = instrumentOf(instruments, position.symbol);
    return instrument !== undefined && sellableQuantity(position, instrument) > 0n ? [position.symbol] : [];
  });
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

/** The rules under which a close without a crossing asks nothing of a book: no window, no ladder, no kill switch. */
function isUnwatched({ slot, kills, profile }: DecideQuestion): boolean {
  const { kind, schedule } = profile.value;
  return slot.kind !== "halt" && kills.length === 0 && kind === "reference" && schedule.windows.length === 0;
}

/**
 * Finds the slots in which nothing can happen, before anything is made for them: most bars of a backtest
 * of the reference strategy. What it answers is what the whole decision would answer, and where that is
 * not plain to see it answers nothing. Not plain: another profile or strategy, a window, a kill switch, a
 * signal, an order on its way, a position without its stop, a clock that stepped back, an instrument
 * whose numbers do not lie in columns (there a broken one is refused by name).
 *
 * It remembers the last market and state that it looked at; an answer depends on the question alone.
 */
export class HoldWatch {
  #market: SeenMarket | undefined;
  #state: SeenState | undefined;

  /** The verdict of a slot in which everything stands; undefined where it has to be decided. */
  holdOf(question: DecideQuestion): Verdict | undefined {
    const settings = question.settings.value;
    if (settings.kind !== "ema-atr" || !isUnwatched(question)) return undefined;
    const sight = question.snapshot;
    if (!(sight instanceof RowSight)) return undefined;
    const instruments = question.instruments.value;
    const seen = this.#lookAt(question.account.value, instruments);
    const { nowMs, slot } = question;
    if (!seen.isAtRest || nowMs < slot.atMs || nowMs < sight.closeMs || nowMs < seen.latestMs) return undefined;
    if (this.#isAnySignal(sight, settings, seen.held)) return undefined;
    return new HoldVerdict(seen.state, sight, instruments);
  }

  #lookAt(state: AccountState, instruments: readonly Instrument[]): SeenState {
    const seen = this.#state;
    if (seen?.state === state && seen.instruments === instruments) return seen;
    const isStill = isAtRest(state, instruments);
    const held = isStill && state.positions.length > 0 ? heldSymbols(state, instruments) : NONE;
    return (this.#state = { state, instruments, isAtRest: isStill, held, latestMs: isStill ? latestMsOf(state) : Infinity });
  }

  #crossingsIn(settings: EmaAtrSettings, series: RowSeries): readonly Uint8Array[] | undefined {
    if (this.#market?.settings !== settings || this.#market.series !== series) {
      const places = placesOf(settings, series.featureNames);
      this.#market = { settings, series, crossings: places && series.rows.map((rows) => crossingsOf(rows, places)) };
    }
    return this.#market.crossings;
  }

  /** Whether any instrument's averages cross up where nothing of it is held or down where something is, or can't be seen. */
  #isAnySignal({ series, row }: RowSight, settings: EmaAtrSettings, held: readonly string[]): boolean {
    const crossings = this.#crossingsIn(settings, series);
    if (crossings === undefined) return true;
    for (let place = 0; place < crossings.length; place += 1) {
      const crossing = crossings[place]?.[row] ?? NO_CROSSING;
      if (crossing === NO_CROSSING) continue;
      const isHeld = held.includes(series.rows[place]?.symbol ?? "");
      if ((crossing === CROSSING_DOWN) === isHeld) return true;
    }
    return false;
  }
}
