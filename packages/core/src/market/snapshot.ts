import { canonicalBytes, CanonicalReader, type CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { Bar } from "./bar.ts";
import { firstBrokenValue, SnapshotRefused } from "./broken-value.ts";
import { pairCount } from "./pair-count.ts";

/** What a snapshot declares it holds; a check whose input is not declared is NOT_APPLICABLE. */
export type Capability = "bars" | "trades" | "quotes" | "book" | "feed_health";

/** An instrument in a snapshot: its closed bar and its features, or absent (which refuses alone). */
export type SnapshotInstrument = {
  readonly symbol: string;
  /** Undefined: no bar closed here, the venue had no trade or the feed a hole. */
  readonly bar: Bar | undefined;
  /** In the order of `featureNames`; undefined while a feature warms up. Empty where the bar is absent. */
  readonly features: readonly (number | undefined)[];
  /** The same without a bar and a list being made of it, where that is to be had. */
  readonly packed?: PackedInstrument;
};

/** What a canonical form needs of an instrument whose numbers lie in columns. */
export type PackedInstrument = {
  /** When its bar opened; undefined where it has none. */
  readonly barOpenMs: number | undefined;
  readonly featureCount: number;
  /** Writes the values of its bar, then its features. */
  readonly writeValues: (writer: CanonicalWriter) => void;
};

/** All instruments of a snapshot whose canonical form is at hand, in one piece. */
export type PackedInstruments = {
  /** Whether it is the form of this very list: of another it says nothing. */
  readonly isOf: (snapshot: Pick<Snapshot, "instruments">) => boolean;
  readonly count: number;
  /** When the bars opened that there are. */
  readonly barOpenMs: number;
  readonly featureCount: number;
  /** Writes each instrument of the list. */
  readonly write: (writer: CanonicalWriter) => void;
};

/** Correlations pair by pair, for who asks for a few of them: CORRELATION_UNDEFINED where there is none. */
export type PairsBps = { readonly at: (low: number, high: number) => number };

/** What a snapshot says of the market as a whole, by name; undefined while a value warms up. */
export type MarketValues = { readonly names: readonly string[]; readonly values: readonly (number | undefined)[] };

/**
 * The only market input that a decision may read: one immutable row per lineage and close.
 * A lineage is (source, universe, timeframe, series origin, feature names); a repair or a longer
 * history opens another.
 */
export type Snapshot = {
  readonly lineageId: string;
  /** True for the synthetic market; carried to every page that shows it. */
  readonly isSynthetic: boolean;
  readonly timeframeMs: number;
  /** The close that this snapshot seals, ms UTC; its bars opened at closeMs − timeframeMs. */
  readonly closeMs: number;
  readonly originMs: number;
  readonly previousHash: Uint8Array;
  readonly capabilities: readonly Capability[];
  readonly featureNames: readonly string[];
  /** Ordered by canonical symbol, compared by code unit. */
  readonly instruments: readonly SnapshotInstrument[];
  /** One of them without the others being made, where that is to be had. */
  readonly instrumentAt?: (place: number) => SnapshotInstrument | undefined;
  /** Where each symbol stands among them, where a lineage has it at hand; in no canonical form, for it says nothing new. */
  readonly places?: ReadonlyMap<string, number> | undefined;
  /** Their canonical form without one being made of each, where that is to be had. */
  readonly packed?: PackedInstruments | undefined;
  /** Left out with `correlationsBps`: the lineage has no market features, and the bytes are those of version 1. */
  readonly market?: MarketValues | undefined;
  /** Correlations of the instruments in basis points: the upper triangle row by row, CORRELATION_UNDEFINED while one warms up. */
  readonly correlationsBps?: Int16Array | undefined;
  /** The same for who looks at a few pairs of a close that nobody hashes: it has no triangle, and so no canonical form. */
  readonly pairsBps?: PairsBps | undefined;
};

/** In a triangle of correlations: too little history, or a price that did not move. */
export const CORRELATION_UNDEFINED = -32_768;
const WHOLE_BPS = 10_000;

/** The bar of a snapshot opened one timeframe before the close; only its values are written. */
export function openMsOf(snapshot: { readonly closeMs: number; readonly timeframeMs: number }): number {
  return snapshot.closeMs - snapshot.timeframeMs;
}

/** A snapshot and the SHA-256 of its canonical bytes. */
export type SealedSnapshot = { readonly snapshot: Snapshot; readonly bytes: Uint8Array; readonly hash: Uint8Array };

/** The same for who decides on it and neither stores nor sends it. */
export type HashedSnapshot = Omit<SealedSnapshot, "bytes"> & { readonly bytes?: Uint8Array };

/** Code of each capability in the canonical form: the index. Append only. */
const CAPABILITY_CODES: readonly Capability[] = ["bars", "trades", "quotes", "book", "feed_health"];

const FORM = "snapshot";
/** Without and with market values. Both are written and read: a lineage keeps the form that it began with. */
const VERSION_OF_BARS = 1;
const VERSION_OF_MARKET = 2;

/** Room for a snapshot in one piece: a presence byte and a double a feature, half a pair's two bytes an instrument and other. */
const HEADER_BYTES = 1024;
const INSTRUMENT_BYTES = 64;
const FEATURE_BYTES = 9;

/** The form of a snapshot's own instruments; undefined where it is of others, or there is none. */
function packedOf(snapshot: Snapshot): PackedInstruments | undefined {
  const { packed } = snapshot;
  return packed?.isOf(snapshot) === true ? packed : undefined;
}

/** Instruments whose form is at hand are in order since it was made; what is left is whether they are this snapshot's. */
function refuseForeign({ barOpenMs, featureCount }: PackedInstruments, snapshot: Snapshot): void {
  const { featureNames } = snapshot;
  if (featureCount !== featureNames.length) throw new RangeError(`snapshot: ${featureCount} features, not ${featureNames.length}`);
  if (barOpenMs !== openMsOf(snapshot)) throw new RangeError(`snapshot: the bars opened at ${barOpenMs}, not ${openMsOf(snapshot)}`);
}

/** Where a snapshot can't be canonical: two forms of one content would be two hashes. */
function refuseDisorder(snapshot: Snapshot): void {
  const packed = packedOf(snapshot);
  if (packed === undefined) refuseInstrumentDisorder(snapshot);
  else refuseForeign(packed, snapshot);
  refuseMarketDisorder(snapshot, packed?.count ?? snapshot.instruments.length);
}

function refuseInstrumentDisorder(snapshot: Snapshot): void {
  const openMs = openMsOf(snapshot);
  let previousSymbol: string | undefined;
  for (const instrument of snapshot.instruments) {
    const { symbol, packed } = instrument;
    const barOpenMs = packed === undefined ? instrument.bar?.tsMs : packed.barOpenMs;
    const given = packed === undefined ? instrument.features.length : packed.featureCount;
    if (previousSymbol !== undefined && previousSymbol >= symbol)
      throw new RangeError(`snapshot: ${symbol} stands after ${previousSymbol}`);
    previousSymbol = symbol;
    const featureCount = barOpenMs === undefined ? 0 : snapshot.featureNames.length;
    if (given !== featureCount) throw new RangeError(`snapshot: ${symbol} has ${given} features, not ${featureCount}`);
    if (barOpenMs !== undefined && barOpenMs !== openMs)
      throw new RangeError(`snapshot: the bar of ${symbol} opened at ${barOpenMs}, not ${openMs}`);
  }
}

function refuseMarketDisorder({ market, correlationsBps }: Snapshot, instruments: number): void {
  if ((market === undefined) !== (correlationsBps === undefined))
    throw new RangeError("snapshot: market values and correlations stand together or not at all");
  if (market === undefined || correlationsBps === undefined) return;
  if (market.names.length === 0 || market.names.length !== market.values.length)
    throw new RangeError(`snapshot: ${market.values.length} market values for ${market.names.length} names`);
  const pairs = pairCount(instruments);
  if (correlationsBps.length !== pairs) throw new RangeError(`snapshot: ${correlationsBps.length} correlations, not ${pairs}`);
  // By index: an iterator over so many pairs would cost as much as hashing them.
  for (let pair = 0; pair < pairs; pair += 1) {
    const bps = correlationsBps[pair] ?? NaN;
    const isCorrelation = bps >= -WHOLE_BPS && bps <= WHOLE_BPS;
    if (!isCorrelation && bps !== CORRELATION_UNDEFINED) throw new RangeError(`snapshot: not a correlation in bps: ${bps}`);
  }
}

const BPS_BYTES = 2;

function writeMarket(writer: CanonicalWriter, market: MarketValues, correlationsBps: Int16Array): void {
  writer.list(market.names, (name) => writer.text(name));
  writer.doubles(market.values);
  writer.shorts(correlationsBps);
}

function readMarket(reader: CanonicalReader): Required<Pick<Snapshot, "market" | "correlationsBps">> {
  const names = reader.list(() => reader.text());
  const values = names.map(() => reader.option(() => reader.f64()));
  const packed = reader.bytes();
  if (packed.length % BPS_BYTES !== 0) throw new RangeError(`snapshot: ${packed.length} bytes of correlations`);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const correlationsBps = Int16Array.from({ length: packed.length / BPS_BYTES }, (_, pair) => view.getInt16(pair * BPS_BYTES, true));
  return { market: { names, values }, correlationsBps };
}

function writeInstrument(writer: CanonicalWriter, instrument: SnapshotInstrument): void {
  const { packed } = instrument;
  writer.text(instrument.symbol);
  if (packed !== undefined) {
    writer.bool(packed.barOpenMs !== undefined);
    packed.writeValues(writer);
    return;
  }
  const { bar } = instrument;
  writer.bool(bar !== undefined);
  if (bar === undefined) return;
  writer.f64(bar.open).f64(bar.high).f64(bar.low).f64(bar.close).f64(bar.volume).doubles(instrument.features);
}

/** Writes a snapshot, or refuses it with the number in it that is none. Only where the writing failed is it looked for. */
function writeSnapshot(writer: CanonicalWriter, snapshot: Snapshot): void {
  try {
    writeParts(writer, snapshot);
  } catch (cause) {
    const broken = firstBrokenValue(snapshot);
    if (broken === undefined) throw cause;
    throw new SnapshotRefused(broken, { cause });
  }
}

function writeParts(writer: CanonicalWriter, snapshot: Snapshot): void {
  const { market, correlationsBps } = snapshot;
  writer.text(FORM).u32(market === undefined ? VERSION_OF_BARS : VERSION_OF_MARKET);
  writer.text(snapshot.lineageId).bool(snapshot.isSynthetic);
  writer.i64(snapshot.timeframeMs).i64(snapshot.closeMs).i64(snapshot.originMs);
  writer.bytes(snapshot.previousHash);
  writer.list(snapshot.capabilities, (capability) => writer.u8(CAPABILITY_CODES.indexOf(capability)));
  writer.list(snapshot.featureNames, (name) => writer.text(name));
  const packed = packedOf(snapshot);
  if (packed === undefined) writer.list(snapshot.instruments, (instrument) => writeInstrument(writer, instrument));
  else packed.write(writer.u32(packed.count));
  if (market !== undefined && correlationsBps !== undefined) writeMarket(writer, market, correlationsBps);
}

/**
 * Canonical bytes of a snapshot. What can't be canonical is a broken invariant: instruments out of
 * order, a bar of another close, a feature vector of another length, NaN, −0.
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  refuseDisorder(snapshot);
  const { instruments, featureNames } = snapshot;
  const initialBytes = HEADER_BYTES + instruments.length * (INSTRUMENT_BYTES + featureNames.length * FEATURE_BYTES + instruments.length);
  return canonicalBytes((writer) => writeSnapshot(writer, snapshot), initialBytes);
}

function readCapability(reader: CanonicalReader): Capability {
  const code = reader.u8();
  const capability = CAPABILITY_CODES[code];
  if (capability === undefined) throw new RangeError(`not a capability: ${code}`);
  return capability;
}

function readBar(reader: CanonicalReader, tsMs: number): Bar {
  return { tsMs, open: reader.f64(), high: reader.f64(), low: reader.f64(), close: reader.f64(), volume: reader.f64() };
}

function readFeatures(reader: CanonicalReader, count: number): (number | undefined)[] {
  const features: (number | undefined)[] = [];
  for (let index = 0; index < count; index += 1) features.push(reader.bool() ? reader.f64() : undefined);
  return features;
}

function readInstrument(reader: CanonicalReader, shape: { readonly tsMs: number; readonly featureCount: number }): SnapshotInstrument {
  const symbol = reader.text();
  if (!reader.bool()) return { symbol, bar: undefined, features: [] };
  const bar = readBar(reader, shape.tsMs);
  return { symbol, bar, features: readFeatures(reader, shape.featureCount) };
}

/** The snapshot of `encodeSnapshot`'s bytes; anything else is a RangeError. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== FORM || (version !== VERSION_OF_BARS && version !== VERSION_OF_MARKET))
    throw new RangeError(`not a snapshot of version ${VERSION_OF_BARS} or ${VERSION_OF_MARKET}: ${form} ${version}`);
  const head = {
    lineageId: reader.text(),
    isSynthetic: reader.bool(),
    timeframeMs: reader.i64(),
    closeMs: reader.i64(),
    originMs: reader.i64(),
    previousHash: reader.bytes(),
    capabilities: reader.list(() => readCapability(reader)),
    featureNames: reader.list(() => reader.text()),
  };
  const shape = { tsMs: openMsOf(head), featureCount: head.featureNames.length };
  const instruments = reader.list(() => readInstrument(reader, shape));
  const snapshot: Snapshot = { ...head, instruments, ...(version === VERSION_OF_MARKET ? readMarket(reader) : {}) };
  reader.end();
  refuseDisorder(snapshot);
  return snapshot;
}

/** The snapshot with its bytes and the hash that stands for it in receipts and in the next snapshot. */
export function sealSnapshot(sha256: Sha256, snapshot: Snapshot): SealedSnapshot {
  const bytes = encodeSnapshot(snapshot);
  return { snapshot, bytes, hash: sha256(bytes) };
}

/** The hash of a snapshot that nobody stores, by a writer that is used over and over. */
export function hashSnapshot(sha256: Sha256, writer: CanonicalWriter, snapshot: Snapshot): HashedSnapshot {
  refuseDisorder(snapshot);
  writeSnapshot(writer.reset(), snapshot);
  return { snapshot, hash: sha256(writer.view()) };
}

/**
 * The value of a named feature: undefined while it warms up, and where the instrument is absent.
 * A name that the lineage does not compute is a broken invariant, not a warm-up that never ends.
 */
export function featureOf(instrument: SnapshotInstrument, featureNames: readonly string[], name: string): number | undefined {
  const index = featureNames.indexOf(name);
  if (index < 0) throw new RangeError(`the snapshot has no feature ${name}; it has ${featureNames.join(", ")}`);
  return instrument.features[index];
}
