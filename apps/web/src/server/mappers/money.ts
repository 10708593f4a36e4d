import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import type { Money } from "../contract/money.ts";

/** Units of an asset at its own scale. */
export function money(units: bigint, asset: string): Money {
  return { units: units.toString(), asset, scale: assetOf(asset).scale };
}

/** A price in the quote asset, at the scale of all prices. */
export function price(units: bigint, quote: string): Money {
  return { units: units.toString(), asset: quote, scale: PRICE_SCALE };
}

/** The value through its mapper, or undefined where there is none. */
export function optional<T, R>(value: T | null | undefined, map: (value: T) => R): R | undefined {
  return value === null || value === undefined ? undefined : map(value);
}
