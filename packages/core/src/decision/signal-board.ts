import type { HashedSnapshot, Snapshot } from "../market/snapshot.ts";
import { compareSymbols } from "../market/instrument.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import { encodeFindings, type Findings } from "./canonical-decision.ts";
import type { Hashed } from "./decide-types.ts";
import { emaAtrSignals } from "./ema-atr-signals.ts";
import { governedSignals } from "./governed-signals.ts";
import { byWeight } from "./reason-codes.ts";
import type { Signals } from "./signals.ts";

/**
 * The market side of a decision, shared by all accounts with the same settings: entries by confidence,
 * highest first, ties by symbol; and all that is to be found of an account that is flat everywhere.
 */
export type SignalBoard = Signals & { readonly flat: () => FlatFindings };

/** Findings with the bytes that stand in the receipt's body, and the hash that stands for them in the output. */
export type EncodedFindings = { readonly value: Findings; readonly bytes: Uint8Array; readonly hash: Uint8Array };
export type FlatFindings = { readonly codes: readonly string[]; readonly findings: EncodedFindings };

export function encodedFindings(sha256: Sha256, writer: CanonicalWriter, value: Findings): EncodedFindings {
  const bytes = encodeFindings(writer, value);
  return { value, bytes, hash: sha256(bytes) };
}

/** Distinct codes, most important first. */
export function distinctCodes(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)].sort(byWeight);
}

const NOTHING_OF_ITS_OWN = { isEquityStale: false, refusals: [], intents: [], cancels: [], halts: [] } as const;

/** A snapshot as a decision holds it. */
type Sight = Pick<HashedSnapshot, "snapshot">;

function signalsOf(sealed: Sight, settings: StrategySettings): Signals {
  switch (settings.kind) {
    case "ema-atr":
      return emaAtrSignals(sealed.snapshot, settings);
    case "governed":
      return governedSignals(sealed.snapshot, settings);
  }
}

function readBoard(sha256: Sha256, sealed: Sight, settings: StrategySettings): SignalBoard {
  const signals = signalsOf(sealed, settings);
  const entries = [...signals.entries].sort(
    (left, right) => right.proposal.confidenceBps - left.proposal.confidenceBps || compareSymbols(left, right),
  );
  let flat: FlatFindings | undefined;
  const readFlat = (): FlatFindings => {
    const facts = signals.factsFor(() => false);
    const findings = encodedFindings(sha256, new CanonicalWriter(), { ...NOTHING_OF_ITS_OWN, facts });
    return { codes: distinctCodes(facts.map(({ code }) => code)), findings };
  };
  return { ...signals, entries, flat: () => (flat ??= readFlat()) };
}

/** The board of a snapshot under settings. */
export type BoardOf = (sealed: Sight, settings: Pick<Hashed<StrategySettings>, "value">) => SignalBoard;

/**
 * Boards by snapshot and settings, read once each and forgotten with their snapshot: for many accounts
 * on one close. Keys are the objects: content that is equal but loaded twice is read twice, and gives
 * the same board.
 */
export function signalBoards(sha256: Sha256): BoardOf {
  const boards = new WeakMap<Sight, WeakMap<StrategySettings, SignalBoard>>();
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

/**
 * The board that was read last: for one account that goes from close to close. Each close is dropped
 * with its board as soon as the next is read; kept weakly, thousands would wait for the collector.
 */
export function latestBoard(sha256: Sha256): BoardOf {
  let latest: { readonly snapshot: Snapshot; readonly settings: StrategySettings; readonly board: SignalBoard } | undefined;
  return (sealed, { value: settings }) => {
    if (latest?.snapshot !== sealed.snapshot || latest.settings !== settings)
      latest = { snapshot: sealed.snapshot, settings, board: readBoard(sha256, sealed, settings) };
    return latest.board;
  };
}
