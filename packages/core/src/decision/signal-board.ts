import type { Predictions } from "../campaign/predictions.ts";
import type { HashedSnapshot, Snapshot } from "../market/snapshot.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import { encodeFindings, type Findings } from "./canonical-decision.ts";
import { emaAtrSignals, emaAtrStrategies, type EmaAtrOf } from "./ema-atr-signals.ts";
import { governedMemory, governedSignals, type GovernedMemory } from "./governed-signals.ts";
import { byWeight } from "./reason-codes.ts";
import { inTurn, type Signals } from "./signals.ts";

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

/** What a board is made by, beside its snapshot. */
type Asked = { readonly settings: StrategySettings; readonly predictions: Predictions };
/** Whatever makes board after board. */
type Reader = { readonly sha256: Sha256; readonly memory: GovernedMemory; readonly emaAtrOf: EmaAtrOf };

function signalsOf(sealed: Sight, { settings, predictions }: Asked, { memory, emaAtrOf }: Reader): Signals {
  switch (settings.kind) {
    case "ema-atr":
      return emaAtrSignals(sealed.snapshot, settings, emaAtrOf);
    case "governed":
      return governedSignals(sealed.snapshot, settings, predictions, memory);
  }
}

function readBoard(reader: Reader, sealed: Sight, asked: Asked): SignalBoard {
  const signals = signalsOf(sealed, asked, reader);
  const entries = inTurn(signals.entries);
  let flat: FlatFindings | undefined;
  const readFlat = (): FlatFindings => {
    const facts = signals.factsFor(() => false);
    const findings = encodedFindings(reader.sha256, new CanonicalWriter(), { ...NOTHING_OF_ITS_OWN, facts });
    return { codes: distinctCodes(facts.map(({ code }) => code)), findings };
  };
  const { factsFor, review, governed } = signals;
  return { entries, factsFor, review, governed, flat: () => (flat ??= readFlat()) };
}

/** The board of a snapshot, under settings and by predictions. */
export type BoardOf = (sealed: Sight, asked: Asked) => SignalBoard;

/** What stands under a key; made for the first who asks. */
function made<Key extends object, Value>(of: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const known = of.get(key);
  if (known !== undefined) return known;
  const value = make();
  of.set(key, value);
  return value;
}

/**
 * Boards by snapshot, settings and predictions, read once each and forgotten with their snapshot: for many accounts
 * on one close. Keys are the objects: content that is equal but loaded twice is read twice, and gives
 * the same board.
 */
export function signalBoards(sha256: Sha256): BoardOf {
  const reader = { sha256, memory: governedMemory(), emaAtrOf: emaAtrStrategies() };
  const boards = new WeakMap<Sight, WeakMap<StrategySettings, WeakMap<Predictions, SignalBoard>>>();
  return (sealed, asked) => {
    const bySettings = made(boards, sealed, () => new WeakMap());
    const byPredictions = made(bySettings, asked.settings, () => new WeakMap());
    return made(byPredictions, asked.predictions, () => readBoard(reader, sealed, asked));
  };
}

/**
 * The board that was read last: for one account that goes from close to close. Each close is dropped
 * with its board as soon as the next is read; kept weakly, thousands would wait for the collector.
 */
export function latestBoard(sha256: Sha256): BoardOf {
  const reader = { sha256, memory: governedMemory(), emaAtrOf: emaAtrStrategies() };
  let latest: (Asked & { readonly snapshot: Snapshot; readonly board: SignalBoard }) | undefined;
  return (sealed, asked) => {
    const { settings, predictions } = asked;
    if (latest?.snapshot !== sealed.snapshot || latest.settings !== settings || latest.predictions !== predictions)
      latest = { settings, predictions, snapshot: sealed.snapshot, board: readBoard(reader, sealed, asked) };
    return latest.board;
  };
}
