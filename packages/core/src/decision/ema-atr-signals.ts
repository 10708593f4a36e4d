import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import type { EmaAtrSettings } from "../strategy/ema-atr-settings.ts";
import { emaAtrStrategy } from "../strategy/ema-atr.ts";
import type { InstrumentView, Proposal, Strategy } from "../strategy/strategy.ts";
import { factOf, type Signals, type WantedEntry } from "./signals.ts";

/** What the strategy makes of one instrument, for an account that is flat in it and, made for who asks, for one that is long. */
class Signal {
  readonly symbol: string;
  readonly whenFlat: Proposal;
  readonly #strategy: Strategy;
  readonly #view: InstrumentView;
  #whenLong: Proposal | undefined;

  constructor(strategy: Strategy, symbol: string, view: InstrumentView) {
    this.symbol = symbol;
    this.whenFlat = strategy.propose(view, false);
    this.#strategy = strategy;
    this.#view = view;
  }

  get whenLong(): Proposal {
    return (this.#whenLong ??= this.#strategy.propose(this.#view, true));
  }
}

function absent(symbol: string): SnapshotInstrument {
  return { symbol, bar: undefined, features: [] };
}

/** The strategy of some settings. */
export type EmaAtrOf = (settings: EmaAtrSettings) => Strategy;

/** Keeps the strategy that was asked for last: close after close has the same settings. */
export function emaAtrStrategies(): EmaAtrOf {
  let last: { readonly settings: EmaAtrSettings; readonly strategy: Strategy } | undefined;
  return (settings) => {
    if (last?.settings !== settings) last = { settings, strategy: emaAtrStrategy(settings) };
    return last.strategy;
  };
}

/** Instruments by symbol; of one alone no map is made. */
function placedInstruments({ instruments }: Snapshot): (symbol: string) => SnapshotInstrument | undefined {
  if (instruments.length === 1) return (symbol) => instruments.find((instrument) => instrument.symbol === symbol);
  const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  return (symbol) => bySymbol.get(symbol);
}

/** The reference strategy's signals: one fact an instrument, and an entry where the averages cross up. */
export function emaAtrSignals(snapshot: Snapshot, settings: EmaAtrSettings, strategyOf: EmaAtrOf = emaAtrStrategy): Signals {
  const strategy = strategyOf(settings);
  const instrumentOf = placedInstruments(snapshot);
  const { featureNames } = snapshot;
  const signals = settings.instruments.map(
    (symbol) => new Signal(strategy, symbol, { instrument: instrumentOf(symbol) ?? absent(symbol), featureNames }),
  );
  const entries: WantedEntry[] = [];
  for (const { symbol, whenFlat } of signals)
    if (whenFlat.action === "enter")
      entries.push({ symbol, strategy: settings.kind, proposal: whenFlat, isAddition: false, quantityMax: undefined });
  return {
    entries,
    factsFor: (isHeld) => signals.map((signal) => factOf(signal.symbol, isHeld(signal.symbol) ? signal.whenLong : signal.whenFlat)),
    // One strategy, so every position is its own.
    review: (symbol) => signals.find((signal) => signal.symbol === symbol)?.whenLong,
    governed: undefined,
  };
}
