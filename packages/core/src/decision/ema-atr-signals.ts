import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import type { EmaAtrSettings } from "../strategy/ema-atr-settings.ts";
import { emaAtrStrategy } from "../strategy/ema-atr.ts";
import type { Proposal } from "../strategy/strategy.ts";
import { factOf, type Signals, type WantedEntry } from "./signals.ts";

/** What the strategy makes of one instrument, for an account that is flat in it and for one that is long. */
type Signal = { readonly symbol: string; readonly whenFlat: Proposal; readonly whenLong: Proposal };

function absent(symbol: string): SnapshotInstrument {
  return { symbol, bar: undefined, features: [] };
}

/** The reference strategy's signals: one fact an instrument, and an entry where the averages cross up. */
export function emaAtrSignals(snapshot: Snapshot, settings: EmaAtrSettings): Signals {
  const strategy = emaAtrStrategy(settings);
  const bySymbol = new Map(snapshot.instruments.map((instrument) => [instrument.symbol, instrument]));
  const signals = settings.instruments.map((symbol): Signal => {
    const view = { instrument: bySymbol.get(symbol) ?? absent(symbol), featureNames: snapshot.featureNames };
    return { symbol, whenFlat: strategy.propose(view, false), whenLong: strategy.propose(view, true) };
  });
  const entries = signals.flatMap(({ symbol, whenFlat }): readonly WantedEntry[] =>
    whenFlat.action === "enter" ? [{ symbol, strategy: settings.kind, proposal: whenFlat, isAddition: false, quantityMax: undefined }] : [],
  );
  return {
    entries,
    factsFor: (isHeld) => signals.map(({ symbol, whenFlat, whenLong }) => factOf(symbol, isHeld(symbol) ? whenLong : whenFlat)),
    // One strategy, so every position is its own.
    review: (symbol) => signals.find((signal) => signal.symbol === symbol)?.whenLong,
    governed: undefined,
  };
}
