import { assetOf, isCurrency, PRICE_SCALE } from "../money/asset.ts";
import { parseUnits, powerOfTen } from "../numeric/fixed.ts";
import { compareSymbols, type Instrument } from "./instrument.ts";
import { KRAKEN_NOTIONAL_MIN, KRAKEN_PAIRS, KRAKEN_SIZES, type KrakenPair } from "./kraken-pairs.ts";
import { UNLISTED_HISTORIES, type Governance } from "./universe.ts";

/** An instrument with every name by which the venue calls it and what it is governed for. */
export type CatalogueEntry = {
  readonly instrument: Instrument;
  /** The venue's names, its own key first; empty where it lists none. */
  readonly venueNames: readonly string[];
  readonly governance: Governance;
};

function unitsOf(text: string | undefined, scale: number): bigint {
  const units = text === undefined ? undefined : parseUnits(text, scale);
  if (units === undefined) throw new RangeError(`catalogue: not a figure at scale ${scale}: ${text}`);
  return units;
}

function listedEntry(pair: KrakenPair): CatalogueEntry {
  const size = KRAKEN_SIZES[pair.base];
  if (size === undefined) throw new RangeError(`catalogue: ${pair.base} has no size`);
  const base = assetOf(pair.base);
  const quote = assetOf(pair.quote);
  const [venueSymbol] = pair.names;
  const instrument: Instrument = {
    symbol: `${pair.base}/${pair.quote}`,
    venueSymbol,
    base,
    quote,
    tickUnits: powerOfTen(PRICE_SCALE - pair.priceDecimals),
    lotUnits: powerOfTen(base.scale - size.lotDecimals),
    quantityMinUnits: unitsOf(size.quantityMin, base.scale),
    notionalMinUnits: unitsOf(KRAKEN_NOTIONAL_MIN[pair.quote], quote.scale),
    status: "online",
  };
  return { instrument, venueNames: pair.names, governance: isCurrency(pair.base) ? "trading" : "both" };
}

/** An instrument of history alone: no venue name, no steps, and a status that lets no order through. */
export function trainingOnlyEntry(of: { readonly base: string; readonly quote: string }): CatalogueEntry {
  const instrument: Instrument = {
    symbol: `${of.base}/${of.quote}`,
    venueSymbol: "",
    base: assetOf(of.base),
    quote: assetOf(of.quote),
    tickUnits: 0n,
    lotUnits: 0n,
    quantityMinUnits: 0n,
    notionalMinUnits: 0n,
    status: "training_only",
  };
  return { instrument, venueNames: [], governance: "training" };
}

const ENTRIES: readonly CatalogueEntry[] = [
  ...KRAKEN_PAIRS.map(listedEntry),
  ...UNLISTED_HISTORIES.flatMap(({ quote, bases }) => bases.map((base) => trainingOnlyEntry({ base, quote }))),
].sort((left, right) => compareSymbols(left.instrument, right.instrument));

/** The shipped instruments in symbol order. */
export function shippedCatalogue(): readonly CatalogueEntry[] {
  return ENTRIES;
}
