import type { Asset } from "../money/asset.ts";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";

export type InstrumentStatus = "online" | "cancel_only" | "post_only" | "limit_only" | "reduce_only" | "halted" | "training_only";

/** A spot pair as the venue trades it. Sizes in units of their asset's scale, prices at PRICE_SCALE. */
export type Instrument = {
  /** Canonical symbol, `BTC/USD`. */
  readonly symbol: string;
  /** The venue's own name, from its pair table; never made by string surgery. */
  readonly venueSymbol: string;
  readonly base: Asset;
  readonly quote: Asset;
  /** Price step at PRICE_SCALE; 0 where prices are not stepped (reference runs). */
  readonly tickUnits: bigint;
  /** Quantity step in base units; 0 where quantities are not stepped. */
  readonly lotUnits: bigint;
  readonly quantityMinUnits: bigint;
  readonly notionalMinUnits: bigint;
  readonly status: InstrumentStatus;
};

/** Code of each status in the canonical form: the index. Append only; a code never changes its meaning. */
const STATUS_CODES: readonly InstrumentStatus[] = [
  "online",
  "cancel_only",
  "post_only",
  "limit_only",
  "reduce_only",
  "halted",
  "training_only",
];

const FORM = "instruments";
const VERSION = 1;

/** Canonical symbols are ordered by code unit, the same on every locale. */
export function compareSymbols(left: { readonly symbol: string }, right: { readonly symbol: string }): number {
  if (left.symbol === right.symbol) return 0;
  return left.symbol < right.symbol ? -1 : 1;
}

function refuseDisorder(instruments: readonly Instrument[]): void {
  instruments.forEach((instrument, index) => {
    const previous = instruments[index - 1];
    if (previous !== undefined && compareSymbols(previous, instrument) >= 0) {
      throw new RangeError(`instrument table: ${instrument.symbol} stands after ${previous.symbol}`);
    }
  });
}

function writeAsset(writer: CanonicalWriter, asset: Asset): void {
  writer.text(asset.code).u32(asset.version).u32(asset.scale);
}

function readAsset(reader: CanonicalReader): Asset {
  return { code: reader.text(), version: reader.u32(), scale: reader.u32() };
}

function readStatus(reader: CanonicalReader): InstrumentStatus {
  const code = reader.u8();
  const status = STATUS_CODES[code];
  if (status === undefined) throw new RangeError(`not an instrument status: ${code}`);
  return status;
}

/** Canonical bytes of a table in symbol order; a table out of order or with a symbol twice is a broken invariant. */
export function encodeInstruments(instruments: readonly Instrument[]): Uint8Array {
  refuseDisorder(instruments);
  const writer = new CanonicalWriter();
  writer.text(FORM).u32(VERSION);
  writer.list(instruments, (instrument) => {
    writer.text(instrument.symbol).text(instrument.venueSymbol);
    writeAsset(writer, instrument.base);
    writeAsset(writer, instrument.quote);
    writer.units(instrument.tickUnits).units(instrument.lotUnits);
    writer.units(instrument.quantityMinUnits).units(instrument.notionalMinUnits);
    writer.u8(STATUS_CODES.indexOf(instrument.status));
  });
  return writer.finish();
}

/** The table of `encodeInstruments`'s bytes; anything else is a RangeError. */
export function decodeInstruments(bytes: Uint8Array): readonly Instrument[] {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== FORM || version !== VERSION) throw new RangeError(`not an instrument table of version ${VERSION}: ${form} ${version}`);
  const instruments = reader.list(() => ({
    symbol: reader.text(),
    venueSymbol: reader.text(),
    base: readAsset(reader),
    quote: readAsset(reader),
    tickUnits: reader.units(),
    lotUnits: reader.units(),
    quantityMinUnits: reader.units(),
    notionalMinUnits: reader.units(),
    status: readStatus(reader),
  }));
  reader.end();
  refuseDisorder(instruments);
  return instruments;
}

/** The bytes whose hash a receipt names: the table in symbol order, in whatever order its rows were read. */
export function instrumentTableBytes(instruments: readonly Instrument[]): Uint8Array {
  return encodeInstruments([...instruments].sort(compareSymbols));
}
