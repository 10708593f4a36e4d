import { formatDecimal, UNDEFINED_TEXT, UNIT_SPACE } from "./decimal.ts";

/** Decimals shown for currencies and stablecoins; the books hold eight. */
const CURRENCY_DECIMALS = 2;
/** Decimals shown for coins where the venue's own precision is not at hand. */
const COIN_DECIMALS = 8;

const CURRENCIES: ReadonlySet<string> = new Set(["USD", "EUR", "CAD", "GBP", "CHF", "AUD", "JPY", "USDC", "USDT", "DAI"]);

/** Decimals in which an asset is read. */
export function decimalsOf(asset: string): number {
  return CURRENCIES.has(asset) ? CURRENCY_DECIMALS : COIN_DECIMALS;
}

export type MoneyText = { readonly amount: string | undefined; readonly asset: string; readonly decimals?: number };

/** `10,000.00 USD`: an amount never stands without its asset, unless the column's header names it. */
export function formatMoney({ amount, asset, decimals = decimalsOf(asset) }: MoneyText): string {
  const text = formatDecimal(amount, { decimals });
  return text === UNDEFINED_TEXT ? text : `${text}${UNIT_SPACE}${asset}`;
}

/** `+12.30 USD` or `−12.30 USD`: PnL always shows which way it went. */
export function formatPnl({ amount, asset, decimals = decimalsOf(asset) }: MoneyText): string {
  const text = formatDecimal(amount, { decimals, sign: "always" });
  return text === UNDEFINED_TEXT ? text : `${text}${UNIT_SPACE}${asset}`;
}

/** A quantity of a coin without its code, for columns whose instrument names it: as many decimals in each row, so that points stand beneath each other. Nothing is `0`. */
export function formatQuantity(quantity: string | undefined, decimals: number = COIN_DECIMALS): string {
  return quantity !== undefined && /^0+(\.0*)?$/.test(quantity) ? "0" : formatDecimal(quantity, { decimals });
}

/** Decimals that tell prices of this size apart, where the instrument's tick is not known. */
function decimalsOfPrice(price: string): number {
  const whole = price.replace(/^[+-]?0*/, "").split(".")[0] ?? "";
  if (whole.length >= 3) return 2;
  if (whole.length >= 1) return 4;
  return 6;
}

/** A price in its quote currency; the header or the asset beside it names the currency. */
export function formatPrice(price: string | undefined, decimals?: number): string {
  if (price === undefined) return UNDEFINED_TEXT;
  return formatDecimal(price, { decimals: decimals ?? decimalsOfPrice(price) });
}
