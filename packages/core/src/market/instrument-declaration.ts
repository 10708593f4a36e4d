import { assetOf, isCurrency, PRICE_SCALE } from "../money/asset.ts";
import { parseUnits, powerOfTen } from "../numeric/fixed.ts";
import type { Instrument } from "./instrument.ts";

/** What a person says of an instrument that the catalogue does not have: decimal texts, as the venue prints them. */
export type InstrumentDeclaration = {
  readonly symbol: string;
  /** The venue's name; undefined where no venue lists it. */
  readonly venueName: string | undefined;
  readonly priceStep: string | undefined;
  readonly quantityStep: string | undefined;
  readonly quantityMin: string | undefined;
  readonly notionalMin: string | undefined;
};

/** What of a declaration can't stand, and why. */
export type DeclarationFault = { readonly field: keyof InstrumentDeclaration; readonly fact: string };
export type Declared =
  | { readonly instrument: Instrument; readonly faults?: undefined }
  | { readonly faults: readonly DeclarationFault[]; readonly instrument?: undefined };

const CODE = /^[A-Z0-9]{1,12}$/;
const VENUE_NAME = /^[A-Za-z0-9./:_-]{1,40}$/;
/** Coins that others are priced in, beside the currencies. */
const QUOTE_COINS: readonly string[] = ["BTC", "ETH"];
/** A step or minimum above this is a slip of the keyboard. */
const FIGURE_MAX = 1_000_000_000n;

/** Base and quote of a canonical symbol; undefined where it is none. */
function codesOf(symbol: string): { readonly base: string; readonly quote: string } | undefined {
  const [base = "", quote = "", ...more] = symbol.split("/");
  return more.length === 0 && CODE.test(base) && CODE.test(quote) ? { base, quote } : undefined;
}

function symbolFault(symbol: string): string | undefined {
  const codes = codesOf(symbol);
  if (codes === undefined) return `"${symbol}" is no symbol: write base/quote in capitals and digits, as FOO/USD`;
  if (codes.base === codes.quote) return `${symbol} has the same asset on both sides`;
  if (isCurrency(codes.quote) || QUOTE_COINS.includes(codes.quote)) return undefined;
  return `${codes.quote} is no quote: write a currency or stablecoin (USD, USDC, EUR, CAD, USDT …), ${QUOTE_COINS.join(" or ")} behind the /`;
}

/**
 * The instrument that a declaration describes, or everything that is wrong with it. With a venue's
 * name it may be traded, and then its steps must be known; without one it is history to train on and
 * to run the reference strategy over. Scales are not declared: they follow from the asset.
 */
export function declareInstrument(declaration: InstrumentDeclaration): Declared {
  const faults: DeclarationFault[] = [];
  const { symbol, venueName } = declaration;
  const wrongSymbol = symbolFault(symbol);
  if (wrongSymbol !== undefined) faults.push({ field: "symbol", fact: wrongSymbol });
  if (venueName !== undefined && !VENUE_NAME.test(venueName))
    faults.push({ field: "venueName", fact: `"${venueName}" is no venue's name: letters, digits and ./:_-, 40 at most` });
  const { base: baseCode = "", quote: quoteCode = "" } = codesOf(symbol) ?? {};
  const base = assetOf(baseCode);
  const quote = assetOf(quoteCode);
  const unitsOf = (field: "priceStep" | "quantityStep" | "quantityMin" | "notionalMin", scale: number): bigint => {
    const text = declaration[field];
    if (text === undefined) {
      if (venueName !== undefined && field.endsWith("Step")) faults.push({ field, fact: "is missing: what a venue lists has steps" });
      return 0n;
    }
    const units = parseUnits(text, scale);
    if (units !== undefined && units > 0n && units <= FIGURE_MAX * powerOfTen(scale)) return units;
    faults.push({ field, fact: `${text} is no figure above 0 with at most ${scale} decimals` });
    return 0n;
  };
  const instrument: Instrument = {
    symbol,
    venueSymbol: venueName ?? "",
    base,
    quote,
    tickUnits: unitsOf("priceStep", PRICE_SCALE),
    lotUnits: unitsOf("quantityStep", base.scale),
    quantityMinUnits: unitsOf("quantityMin", base.scale),
    notionalMinUnits: unitsOf("notionalMin", quote.scale),
    status: venueName === undefined ? "training_only" : "online",
  };
  return faults.length > 0 ? { faults } : { instrument };
}
