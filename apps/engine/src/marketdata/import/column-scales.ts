import type { Instrument } from "@ballast/core/market/instrument";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import type { ValueColumn } from "./bar-batch.ts";

/** How many decimals a number may have, and whose scale that is, in words. */
export type Scale = { readonly decimals: number; readonly of: string };

/** The scale of each column of a bar; what has more decimals would be rounded without a word and is refused. */
export type ColumnScales = Readonly<Record<ValueColumn, Scale>>;

/**
 * The scales of an instrument's bars. Open, high, low and close are prices, and a price is kept to 12
 * decimals whatever its quote is: BTC/USD and SHIB/USD alike, though an amount of USD has 8. Volume is
 * an amount of the base and has the base's own scale: 12 decimals of a coin, 8 of a currency or
 * stablecoin, as in EUR/USD or USDC/USD.
 */
export function columnScalesOf({ base }: Pick<Instrument, "base">): ColumnScales {
  const price: Scale = { decimals: PRICE_SCALE, of: "prices" };
  return { open: price, high: price, low: price, close: price, volume: { decimals: base.scale, of: base.code } };
}
