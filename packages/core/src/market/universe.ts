/** The governed universe (MKT1), by coin. Configuration may narrow it; a custom symbol widens it. */

/** What an instrument is governed for. */
export type Governance = "training" | "trading" | "both";

/** The first ten coins that are traded; POL goes on where MATIC ended. */
export const FIRST_TEN: readonly string[] = ["BTC", "ETH", "SOL", "XRP", "ADA", "DOT", "LINK", "DOGE", "POL", "AVAX"];

/** The thirty coins that models are trained on. */
export const TRAINING_THIRTY: readonly string[] = [
  "BTC",
  "ETH",
  "BNB",
  "XRP",
  "SOL",
  "TRX",
  "ADA",
  "BCH",
  "XMR",
  "LINK",
  "XLM",
  "HBAR",
  "LTC",
  "AVAX",
  "ZEC",
  "SUI",
  "SHIB",
  "TON",
  "DOT",
  "UNI",
  "AAVE",
  "TAO",
  "NEAR",
  "ETC",
  "ICP",
  "POL",
  "KAS",
  "ALGO",
  "FIL",
  "APT",
];

/**
 * Quote currencies that accounts hold. USDT stands here because half of the histories that people bring
 * are priced in it, and an account pays with nothing but its own currency: USDT is no dollar.
 */
export const QUOTE_CURRENCIES = ["USD", "USDC", "CAD", "EUR", "USDT"] as const;
export type QuoteCurrency = (typeof QUOTE_CURRENCIES)[number];

/** Rates between the quote currencies: instruments of the snapshot like any other. */
export const RATE_SYMBOLS: readonly string[] = ["EUR/USD", "USD/CAD", "USDC/USD"];

/** Coins by quote whose history may be imported though the venue lists no such pair: never traded. MATIC ended when it became POL. */
export const UNLISTED_HISTORIES: readonly { readonly quote: string; readonly bases: readonly string[] }[] = [
  { quote: "EUR", bases: ["MATIC"] },
  { quote: "USD", bases: ["MATIC"] },
  {
    quote: "USDT",
    bases: ["AAVE", "APT", "ETC", "FIL", "HBAR", "ICP", "KAS", "MATIC", "NEAR", "POL", "SUI", "TAO", "TRX", "UNI", "XLM", "ZEC"],
  },
];

/** One coin that became another, unit for unit, from a day on. */
export type Rename = { readonly from: string; readonly to: string; readonly atMs: number };

/** Renames: history is stitched along these and along nothing else. Polygon's MATIC became POL on 2024-09-04. */
export const RENAMES: readonly Rename[] = [{ from: "MATIC", to: "POL", atMs: 1_725_408_000_000 }];

/** The coin that goes on for a coin at a time: POL for MATIC from the day of the rename. */
export function successorOf(code: string, atMs: number): string {
  const rename = RENAMES.find((candidate) => candidate.from === code && atMs >= candidate.atMs);
  return rename === undefined ? code : rename.to;
}

/** A coin's names, oldest first, with the time up to which each held; the last holds still. */
export function lineageOf(code: string): readonly { readonly code: string; readonly untilMs: number | undefined }[] {
  const before = RENAMES.filter((rename) => rename.to === code).map((rename) => ({ code: rename.from, untilMs: rename.atMs }));
  return [...before, { code, untilMs: undefined }];
}
