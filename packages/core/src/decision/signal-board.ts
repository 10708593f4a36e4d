import type { SealedSnapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { strategyOf } from "../strategy/strategy-of.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Fact, Hashed } from "./decide-types.ts";
import { byWeight } from "./reason-codes.ts";

/** What one strategy makes of one instrument, for an account that is flat in it and for one that is long. */
export type Signal = { readonly symbol: string; readonly whenFlat: Proposal; readonly whenLong: Proposal };

/**
 * The market side of a decision: the signals of one snapshot under one set of settings. It knows no
 * account, so thousands of accounts share one board, its facts and its reason codes.
 */
export type SignalBoard = {
  readonly signals: readonly Signal[];
  readonly hasEntry: boolean;
  /** Facts and codes of an account that is flat everywhere. */
  readonly flatFacts: readonly Fact[];
  readonly flatCodes: readonly string[];
};

/** The fact that a proposal leaves in the receipt. */
export function factOf(symbol: string, proposal: Proposal): Fact {
  return { symbol, code: proposal.reason, values: proposal.values };
}

/** Distinct codes, most important first. */
export function distinctCodes(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)].sort(byWeight);
}

function absent(symbol: string): SnapshotInstrument {
  return { symbol, bar: undefined, features: [] };
}

function readBoard(sealed: SealedSnapshot, settings: StrategySettings): SignalBoard {
  const { snapshot } = sealed;
  const strategy = strategyOf(settings);
  const bySymbol = new Map(snapshot.instruments.map((instrument) => [instrument.symbol, instrument]));
  const signals = settings.instruments.map((symbol): Signal => {
    const view = { instrument: bySymbol.get(symbol) ?? absent(symbol), featureNames: snapshot.featureNames };
    return { symbol, whenFlat: strategy.propose(view, false), whenLong: strategy.propose(view, true) };
  });
  return {
    signals,
    hasEntry: signals.some(({ whenFlat }) => whenFlat.action === "enter"),
    flatFacts: signals.map(({ symbol, whenFlat }) => factOf(symbol, whenFlat)),
    flatCodes: distinctCodes(signals.map(({ whenFlat }) => whenFlat.reason)),
  };
}

/**
 * Boards by snapshot and settings, read once each and forgotten with their snapshot. Keys are the
 * objects: content that is equal but loaded twice is read twice, and gives the same board.
 */
export function signalBoards(): (sealed: SealedSnapshot, settings: Hashed<StrategySettings>) => SignalBoard {
  const boards = new WeakMap<SealedSnapshot, WeakMap<StrategySettings, SignalBoard>>();
  return (sealed, settings) => {
    let bySettings = boards.get(sealed);
    if (bySettings === undefined) {
      bySettings = new WeakMap();
      boards.set(sealed, bySettings);
    }
    let board = bySettings.get(settings.value);
    if (board === undefined) {
      board = readBoard(sealed, settings.value);
      bySettings.set(settings.value, board);
    }
    return board;
  };
}
