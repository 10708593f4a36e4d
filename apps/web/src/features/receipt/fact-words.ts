import { formatDecimal, UNIT_SPACE } from "@ballast/ui/format/decimal";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatMoney } from "@ballast/ui/format/money";
import { formatBasisPoints, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { NamedValue } from "../shell/answers.ts";

/** From here on basis points are read as percent. */
const WHOLE_BPS = 1_000;

/** Units that a fact's name ends in, and how its value is then read. */
const BY_UNIT: readonly { readonly ending: RegExp; readonly show: (value: string) => string }[] = [
  { ending: /(close|now|at|since|opened|until)Ms$/i, show: (value) => `${formatUtc(Number(value))} UTC` },
  { ending: /Ms$/, show: (value) => formatDuration(Number(value)) },
  { ending: /Percent$/, show: (value) => formatPercent(Number(value) / 100) },
  {
    ending: /Bps$/,
    show: (value) =>
      Math.abs(Number(value)) >= WHOLE_BPS ? formatPercent(Number(value) / 10_000) : formatBasisPoints(Number(value) / 10_000),
  },
];

const LABELS: Readonly<Record<string, string>> = {
  fastEma: "Fast average",
  slowEma: "Slow average",
  fastEmaBefore: "Fast average a bar before",
  slowEmaBefore: "Slow average a bar before",
  atr: "Average true range",
  boundBy: "Bound by",
  equityQuote: "Equity in quote",
  wouldBe: "Would be",
};

const DECIMALS_MAX = 8;
const NUMERAL = /^[+-]?\d+\.\d+$/;

/** `limitPercent` is `Limit`: the unit stands with the value. */
export function factLabel(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  const words = name
    .replace(/(Ms|Percent|Bps)$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Facts that count the instrument's base, and those that count its quote: prices, averages of prices, amounts. */
const IN_BASE: ReadonlySet<string> = new Set(["quantity"]);
const IN_QUOTE: ReadonlySet<string> = new Set([
  "fastEma",
  "slowEma",
  "fastEmaBefore",
  "slowEmaBefore",
  "atr",
  "price",
  "equityQuote",
  "notional",
  "stopOffset",
]);

/** Amounts of money, read in the decimals of their currency; a price keeps its own. */
const AMOUNTS: ReadonlySet<string> = new Set(["equityQuote", "notional"]);

function assetOf(name: string, symbol: string): string {
  const [base = "", quote = ""] = symbol.split("/");
  if (IN_BASE.has(name)) return base;
  return IN_QUOTE.has(name) ? quote : "";
}

/** A fact's value with the unit that its name states, or that its instrument gives it; text stays text. */
export function factValue([name, value]: NamedValue, symbol = ""): string {
  const unit = BY_UNIT.find(({ ending }) => ending.test(name));
  if (unit !== undefined && value !== "" && Number.isFinite(Number(value))) return unit.show(value);
  const asset = assetOf(name, symbol);
  if (asset !== "" && AMOUNTS.has(name)) return formatMoney({ amount: value, asset });
  const text = NUMERAL.test(value) ? formatDecimal(value, { decimals: DECIMALS_MAX, decimalsMin: 2 }) : value.replaceAll("_", " ");
  return asset === "" ? text : `${text}${UNIT_SPACE}${asset}`;
}
