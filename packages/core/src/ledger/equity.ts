import { TileInstrument } from "../features/tile-instrument.ts";
import type { Instrument } from "../market/instrument.ts";
import { instrumentIn } from "../market/snapshot-lookup.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { divideRounded, powerOfTen, quantize } from "../numeric/fixed.ts";

/** How many units of one asset a unit of another is worth: a fraction of integers, so that nothing rounds twice. */
export type UnitRate = { readonly numerator: bigint; readonly denominator: bigint };

export const SAME_ASSET: UnitRate = { numerator: 1n, denominator: 1n };

/** Closes of a snapshot with the table that says what they price. */
export type Prices = { readonly snapshot: Snapshot; readonly instruments: readonly Instrument[] };

/** Close of a symbol's bar at PRICE_SCALE; undefined where the snapshot has none. */
export function closeUnitsOf(snapshot: Snapshot, symbol: string): bigint | undefined {
  const instrument = instrumentIn(snapshot, symbol);
  if (instrument instanceof TileInstrument) return instrument.closeUnits;
  return instrument?.bar === undefined ? undefined : quantize(instrument.bar.close, PRICE_SCALE, "half-even");
}

/** Price of the base in the quote as a rate between their units. */
function rateOfPrice(instrument: Instrument, priceUnits: bigint): UnitRate {
  return { numerator: priceUnits, denominator: powerOfTen(PRICE_SCALE + instrument.base.scale - instrument.quote.scale) };
}

function directRate(prices: Prices, from: string, into: string): UnitRate | undefined {
  if (from === into) return SAME_ASSET;
  for (const instrument of prices.instruments) {
    const isForward = instrument.base.code === from && instrument.quote.code === into;
    const isInverse = instrument.base.code === into && instrument.quote.code === from;
    if (!isForward && !isInverse) continue;
    const priceUnits = closeUnitsOf(prices.snapshot, instrument.symbol);
    if (priceUnits === undefined || priceUnits === 0n) continue;
    const rate = rateOfPrice(instrument, priceUnits);
    return isForward ? rate : { numerator: rate.denominator, denominator: rate.numerator };
  }
  return undefined;
}

/**
 * What an asset's units are worth in another's at the snapshot's closes: by a pair of both, or by
 * the quote of a pair that has a price. USDC is an asset like any other, not a dollar. Undefined
 * where no rate stands in the snapshot.
 */
export function rateBetween(prices: Prices, from: string, into: string): UnitRate | undefined {
  const direct = directRate(prices, from, into);
  if (direct !== undefined) return direct;
  for (const instrument of prices.instruments) {
    if (instrument.base.code !== from) continue;
    const first = directRate(prices, from, instrument.quote.code);
    const second = directRate(prices, instrument.quote.code, into);
    if (first === undefined || second === undefined) continue;
    return { numerator: first.numerator * second.numerator, denominator: first.denominator * second.denominator };
  }
  return undefined;
}

/** Units at a rate, rounded down: a value is never overstated. */
export function unitsAtRate(units: bigint, rate: UnitRate): bigint {
  return rate.numerator === rate.denominator ? units : divideRounded(units * rate.numerator, rate.denominator, "floor");
}

/** Portfolio value in the base currency; `missing` names assets that no rate of the snapshot prices. */
export type Equity = { readonly units: bigint; readonly missing: readonly string[] };

const NOTHING_MISSING: readonly string[] = [];

/** Sum of all balances at the snapshot's closes, reserved parts and dust included. */
export function equityOf(
  prices: Prices,
  balances: readonly { readonly asset: string; readonly total: bigint }[],
  baseCurrency: string,
): Equity {
  let units = 0n;
  let missing = NOTHING_MISSING;
  for (const { asset, total } of balances) {
    if (total === 0n) continue;
    const rate = rateBetween(prices, asset, baseCurrency);
    if (rate === undefined) missing = [...missing, asset];
    else units += unitsAtRate(total, rate);
  }
  return { units, missing };
}
