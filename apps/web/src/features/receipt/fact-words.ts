import { wordsOf } from "@ballast/core/decision/reason-codes";
import { assetOf, CURRENCY_SCALE, PRICE_SCALE } from "@ballast/core/money/asset";
import { RATE_SCALE } from "@ballast/core/money/rate";
import { formatDecimal, UNIT_SPACE } from "@ballast/ui/format/decimal";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatMoney } from "@ballast/ui/format/money";
import { formatBasisPoints, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { unitsToDecimal } from "@ballast/ui/format/units";
import type { NamedValue } from "../shell/answers.ts";
import { deviationText, ratioText, volatilityFlagWord } from "./feature-words.ts";

/** What gives a fact its unit where its name does not: the reason it stands with, the instrument, the account's currency, and the asset that the reason names. */
export type FactOf = {
  readonly code?: string | undefined;
  readonly symbol?: string | undefined;
  readonly currency?: string | undefined;
  readonly asset?: string | undefined;
};

/** From here on basis points are read as percent. */
const WHOLE_BPS = 1_000;

/** Units that a fact's name ends in, and how its value is then read. */
const BY_UNIT: readonly { readonly ending: RegExp; readonly show: (value: string) => string }[] = [
  { ending: /(close|now|at|since|opened|until)Ms$/i, show: (value) => `${formatUtc(Number(value))} UTC` },
  { ending: /Ms$/, show: (value) => formatDuration(Number(value)) },
  { ending: /Percent$/, show: (value) => formatPercent(Number(value) / 100) },
  { ending: /RateUnits$/, show: (value) => formatBasisPoints(Number(unitsToDecimal({ units: value, scale: RATE_SCALE }))) },
  {
    ending: /Bps$/,
    show: (value) =>
      Math.abs(Number(value)) >= WHOLE_BPS ? formatPercent(Number(value) / 10_000) : formatBasisPoints(Number(value) / 10_000),
  },
];

/** Doubles of a reading, kept whole in the receipt: what each one measures, and the digits that mean something. */
const READINGS: Readonly<Record<string, (value: number) => string>> = {
  deviation: deviationText,
  widening: (value) => `×${UNIT_SPACE}${formatFigure(value, 2)}`,
  return1: ratioText,
  return24: ratioText,
  slope: ratioText,
  fromHigh: ratioText,
  fromRecentHigh: ratioText,
  hourReturn: ratioText,
  monthStdev: (value) => formatPercent(value),
  breadth: (value) => formatPercent(value),
  confidence: (value) => formatPercent(value),
  volatilityFlag: volatilityFlagWord,
};

const LABELS: Readonly<Record<string, string>> = {
  fastEma: "Fast average",
  slowEma: "Slow average",
  fastEmaBefore: "Fast average a bar before",
  slowEmaBefore: "Slow average a bar before",
  atr: "Average true range",
  boundBy: "Bound by",
  equityQuote: "Equity in quote",
  wouldBe: "Would be",
  deviation: "Distance from the mean",
  return1: "Return of the last bar",
  return24: "Return of 24 bars",
  slope: "Momentum slope, a bar",
  hourReturn: "Return of the last hour",
  fromHigh: "Distance from the high",
  fromRecentHigh: "Distance from the recent high",
  monthStdev: "Usual move of an hour, 30 days",
  volatilityFlag: "Volatility",
  breadthBps: "Part of the market that rises",
  spreadRateUnits: "Spread",
  medianRateUnits: "Median spread",
  widening: "Spread against its usual",
  basis: "The spread is",
  opened: "Equity at the day’s opening",
  from: "From rung",
  to: "To rung",
  fromUnits: "Fallen from",
  highWaterUnits: "High-water mark",
};

const DECIMALS_MAX = 8;
/** A volatility as sizing writes it. */
const BPS_A_YEAR = /^(\d+) bps a year$/;
const NUMERAL = /^[+-]?\d+\.\d+$/;
const INTEGER = /^-?\d+$/;

/** `limitPercent` is `Limit`: the unit stands with the value. */
export function factLabel(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  const words = name
    .replace(/(Ms|Percent|Bps|RateUnits|Units)$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Facts that count the instrument's base, and those that count its quote: prices, averages of prices, amounts. */
const IN_BASE: ReadonlySet<string> = new Set(["quantity", "quantityUnits", "heldUnits", "lotUnits"]);
const IN_QUOTE: ReadonlySet<string> = new Set([
  "fastEma",
  "slowEma",
  "fastEmaBefore",
  "slowEmaBefore",
  "atr",
  "price",
  "reference",
  "equityQuote",
  "notional",
  "stopOffset",
]);

/** Facts that count the account's own currency, and those of reasons that count it by names that elsewhere count other things. */
const IN_CURRENCY: ReadonlySet<string> = new Set(["opened", "equity"]);
const IN_CURRENCY_OF: ReadonlySet<string> = new Set(["wouldBe", "limit"]);
const REASONS_IN_CURRENCY: ReadonlySet<string> = new Set([
  "ALLOCATION_EXCEEDED",
  "LEVERAGE_EXCEEDED",
  "DRAWDOWN_SIZE_EXCEEDED",
  "DRAWDOWN_EXPOSURE_EXCEEDED",
]);
/** Amounts in the asset that the same reason names. */
const IN_NAMED_ASSET: ReadonlySet<string> = new Set(["needed", "free", "quantity", "minimum", "notional"]);

/** Prices counted in units; every other name that ends so, and is not of the base, counts money. */
const PRICE_UNITS: ReadonlySet<string> = new Set(["triggerUnits", "tickUnits"]);

/** Amounts of money, read in the decimals of their currency; a price keeps its own. */
const AMOUNTS: ReadonlySet<string> = new Set([
  "equityQuote",
  "notional",
  "needed",
  "free",
  "minimum",
  "opened",
  "equity",
  "wouldBe",
  "limit",
]);

function unitAsset(name: string, { code = "", symbol = "", currency = "", asset = "" }: FactOf): string {
  const [base = "", quote = ""] = symbol.split("/");
  if (asset !== "" && IN_NAMED_ASSET.has(name)) return asset;
  if (IN_BASE.has(name)) return base;
  if (IN_QUOTE.has(name) || PRICE_UNITS.has(name)) return quote;
  if (IN_CURRENCY.has(name) || name.endsWith("Units")) return currency;
  return IN_CURRENCY_OF.has(name) && REASONS_IN_CURRENCY.has(code) ? currency : "";
}

const withUnit = (text: string, unit: string): string => (unit === "" ? text : `${text}${UNIT_SPACE}${unit}`);

/** Integer units as the amount that they count; a coin's scale is its instrument's base. */
function unitsText(name: string, units: string, asset: string): string {
  if (PRICE_UNITS.has(name)) return withUnit(plainText(unitsToDecimal({ units, scale: PRICE_SCALE }) ?? units), asset);
  const isBase = IN_BASE.has(name);
  const amount = unitsToDecimal({ units, scale: isBase ? assetOf(asset).scale : CURRENCY_SCALE });
  return asset === "" ? formatDecimal(amount, { decimals: 2 }) : formatMoney({ amount, asset });
}

function plainText(value: string): string {
  return NUMERAL.test(value) ? formatDecimal(value, { decimals: DECIMALS_MAX, decimalsMin: 2 }) : value.replaceAll("_", " ");
}

/** A fact's value with the unit that its name states, or that its reason, instrument and account give it; text stays text. */
export function factValue([name, value]: NamedValue, of: FactOf = {}): string {
  const isNumber = value !== "" && Number.isFinite(Number(value));
  const reading = Object.hasOwn(READINGS, name) ? READINGS[name] : undefined;
  if (reading !== undefined && isNumber) return reading(Number(value));
  const [, yearlyBps] = BPS_A_YEAR.exec(value) ?? [];
  if (yearlyBps !== undefined) return `${formatPercent(Number(yearlyBps) / 10_000)} a year`;
  const unit = BY_UNIT.find(({ ending }) => ending.test(name));
  if (unit !== undefined && isNumber) return unit.show(value);
  const asset = unitAsset(name, of);
  if (name.endsWith("Units") && INTEGER.test(value)) return unitsText(name, value, asset);
  if (asset !== "" && isNumber && AMOUNTS.has(name)) return formatMoney({ amount: value, asset });
  return withUnit(plainText(value), isNumber ? asset : "");
}

/** Facts whose unit a sentence does not say by itself. */
const SAID_WITHOUT_UNIT: ReadonlySet<string> = new Set(["opened", "equity", "wouldBe", "limit", "price", "reference"]);

function isSaidWithUnit(name: string, { code }: FactOf): boolean {
  return SAID_WITHOUT_UNIT.has(name) || (name === "quantity" && code === "SIZED") || name === "boundBy";
}

/** A reason as a sentence, its amounts read as the facts beneath read them. */
export function factSentence(values: readonly NamedValue[], of: FactOf & { readonly code: string }): string {
  return wordsOf(
    of.code,
    values.map(([name, value]) => [name, isSaidWithUnit(name, of) ? factValue([name, value], of) : value] as const),
  );
}
