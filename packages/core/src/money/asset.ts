/** A coin or currency. The scale is immutable: another scale is another version of the asset. */
export type Asset = {
  readonly code: string;
  readonly version: number;
  /** Decimals of one unit: 12 for coins, 8 for currencies and stablecoins. */
  readonly scale: number;
};

/** Decimals of a coin: Kraken prints at most 10, and 12 leaves room for a division's remainder. */
export const COIN_SCALE = 12;
/** Decimals of currencies and stablecoins: Kraken keeps at most 8 of a balance. */
export const CURRENCY_SCALE = 8;
/** Decimals of every price in units. */
export const PRICE_SCALE = 12;

/** Assets that are money or stand for it; every other asset is a coin. */
const CURRENCY_CODES: ReadonlySet<string> = new Set(["AUD", "CAD", "CHF", "DAI", "EUR", "GBP", "JPY", "PYUSD", "USD", "USDC", "USDT"]);

/** The first version of the asset with this canonical code. */
export function assetOf(code: string): Asset {
  return { code, version: 1, scale: CURRENCY_CODES.has(code) ? CURRENCY_SCALE : COIN_SCALE };
}

export function isCurrency(code: string): boolean {
  return CURRENCY_CODES.has(code);
}
