import type { SealedSnapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { strategyOf } from "../strategy/strategy-of.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { Proposal } from "../strategy/strategy.ts";
import { encodeFindings, type Findings } from "./canonical-decision.ts";
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
  /** Codes of an account that is flat everywhere, and all that is to be found of it, with its bytes and their hash. */
  readonly flatCodes: readonly string[];
  readonly flatFindings: EncodedFindings;
};

/** Findings with the bytes that stand in the receipt's body, and the hash that stands for them in the output. */
export type EncodedFindings = { readonly value: Findings; readonly bytes: Uint8Array; readonly hash: Uint8Array };

export function encodedFindings(sha256: Sha256, writer: CanonicalWriter, value: Findings): EncodedFindings {
  const bytes = encodeFindings(writer, value);
  return { value, bytes, hash: sha256(bytes) };
}

/** The fact that a proposal leaves in the receipt. */
export function factOf(symbol: string, proposal: Proposal): Fact {
  return { symbol, code: proposal.reason, values: proposal.values };
}

/** Distinct codes, most important first. */
export function distinctCodes(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)].sort(byWeight);
}

const NOTHING_OF_ITS_OWN = { isEquityStale: false, refusals: [], intents: [], cancels: [] } as const;

function absent(symbol: string): SnapshotInstrument {
  return { symbol, bar: undefined, features: [] };
}

function readBoard(sha256: Sha256, sealed: SealedSnapshot, settings: StrategySettings): SignalBoard {
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
    flatCodes: distinctCodes(signals.map(({ whenFlat }) => whenFlat.reason)),
    flatFindings: encodedFindings(sha256, new CanonicalWriter(), {
      ...NOTHING_OF_ITS_OWN,
      facts: signals.map(({ symbol, whenFlat }) => factOf(symbol, whenFlat)),
    }),
  };
}

/**
 * Boards by snapshot and settings, read once each and forgotten with their snapshot. Keys are the
 * objects: content that is equal but loaded twice is read twice, and gives the same board.
 */
export function signalBoards(sha256: Sha256): (sealed: SealedSnapshot, settings: Hashed<StrategySettings>) => SignalBoard {
  const boards = new WeakMap<SealedSnapshot, WeakMap<StrategySettings, SignalBoard>>();
  return (sealed, settings) => {
    let bySettings = boards.get(sealed);
    if (bySettings === undefined) {
      bySettings = new WeakMap();
      boards.set(sealed, bySettings);
    }
    let board = bySettings.get(settings.value);
    if (board === undefined) {
      board = readBoard(sha256, sealed, settings.value);
      bySettings.set(settings.value, board);
    }
    return board;
  };
}
