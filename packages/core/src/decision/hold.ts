import { TileInstrument } from "../features/tile-instrument.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { isResting } from "../orders/life-cycle.ts";
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
  readonly refusals = NONE;
  readonly intents = NONE;
  readonly cancels = NONE;
  readonly halts = NONE;
  readonly state: AccountState;
  readonly #snapshot: Snapshot;
  readonly #instruments: readonly Instrument[];
  #equity: MarkedEquity | undefined;

  constructor(state: AccountState, snapshot: Snapshot, instruments: readonly Instrument[]) {
    this.state = state;
    this.#snapshot = snapshot;
    this.#instruments = instruments;
  }

  get #marked(): MarkedEquity {
    return (this.#equity ??= markEquity({ snapshot: this.#snapshot, instruments: this.#instruments }, this.state));
  }

  get equityUnits(): bigint {
    return this.#marked.units;
  }

  get isEquityStale(): boolean {
    return this.#marked.missing.length > 0;
  }
}

/** Where the averages of a strategy stand among the features of a lineage. */
type Places = { readonly fast: number; readonly slow: number; readonly fastBefore: number; readonly slowBefore: number };
type SeenMarket = { readonly settings: EmaAtrSettings; readonly featureNames: readonly string[]; readonly places: Places | undefined };

function placesOf(settings: EmaAtrSettings, featureNames: readonly string[]): Places | undefined {
  const names = emaAtrFeatures(settings);
  const at = (name: string): number => featureNames.indexOf(name);
  const places = { fast: at(names.fast), slow: at(names.slow), fastBefore: at(names.fastBefore), slowBefore: at(names.slowBefore) };
  // A lineage without them is a broken invariant, which the strategy itself names.
  return Object.values(places).includes(-1) ? undefined : places;
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

/** Every order is a resting protection, and every position of a known instrument has its stop: nothing to cancel, to sell or to wait for. */
function isAtRest(state: AccountState, instruments: readonly Instrument[]): boolean {
  const isStopped = (symbol: string): boolean =>
    state.orders.some(
      (order) => order.symbol === symbol && order.side === "sell" && order.kind === "stop-loss" && !order.isCancelRequested,
    );
  return (
    state.campaigns.length === 0 &&
    state.ladder.haltedBy === undefined &&
    state.ladder.rung === 0 &&
    state.orders.every((order) => order.purpose === "protection" && isResting(order.state)) &&
    state.positions.every(({ symbol }) => instrumentOf(instruments, symbol) !== undefined && isStopped(symbol))
  );
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
    const { snapshot } = question.snapshot;
    // Values of the market as a whole lie in no column: one that is broken is refused by name.
    if (snapshot.market !== undefined) return undefined;
    const instruments = question.instruments.value;
    const seen = this.#lookAt(question.account.value, instruments);
    const { nowMs, slot } = question;
    if (!seen.isAtRest || nowMs < slot.atMs || nowMs < snapshot.closeMs || nowMs < seen.latestMs) return undefined;
    if (this.#isAnySignal(snapshot, settings, seen.held)) return undefined;
    return new HoldVerdict(seen.state, snapshot, instruments);
  }

  #lookAt(state: AccountState, instruments: readonly Instrument[]): SeenState {
    const seen = this.#state;
    if (seen?.state === state && seen.instruments === instruments) return seen;
    const held = heldSymbols(state, instruments);
    return (this.#state = { state, instruments, isAtRest: isAtRest(state, instruments), held, latestMs: latestMsOf(state) });
  }

  #placesIn(settings: EmaAtrSettings, featureNames: readonly string[]): Places | undefined {
    if (this.#market?.settings !== settings || this.#market.featureNames !== featureNames)
      this.#market = { settings, featureNames, places: placesOf(settings, featureNames) };
    return this.#market.places;
  }

  /** Whether any instrument's averages cross up where nothing of it is held or down where something is, or can't be seen. */
  #isAnySignal(snapshot: Snapshot, settings: EmaAtrSettings, held: readonly string[]): boolean {
    const places = this.#placesIn(settings, snapshot.featureNames);
    if (places === undefined) return true;
    for (const instrument of snapshot.instruments) {
      if (!(instrument instanceof TileInstrument)) return true;
      const { rows, row } = instrument;
      const averages = {
        fast: rows.feature(places.fast, row),
        slow: rows.feature(places.slow, row),
        fastBefore: rows.feature(places.fastBefore, row),
        slowBefore: rows.feature(places.slowBefore, row),
      };
      const crossing = crossingOf(averages);
      if (crossing !== "none" && (crossing === "down") === held.includes(instrument.symbol)) return true;
    }
    return false;
  }
}
