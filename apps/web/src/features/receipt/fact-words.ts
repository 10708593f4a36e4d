import { formatDecimal } from "@ballast/ui/format/decimal";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatBasisPoints, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { NamedValue } from "../shell/answers.ts";

/** Units that a fact's name ends in, and how its value is then read. */
const BY_UNIT: readonly { readonly ending: RegExp; readonly show: (value: string) => string }[] = [
  { ending: /(close|now|at|since|opened)Ms$/i, show: (value) => `${formatUtc(Number(value))} UTC` },
  { ending: /Ms$/, show: (value) => formatDuration(Number(value)) },
  { ending: /Percent$/, show: (value) => formatPercent(Number(value) / 100) },
  { ending: /Bps$/, show: (value) => formatBasisPoints(Number(value) / 10_000) },
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

/** A fact's value with the unit that its name states; text stays text. */
export function factValue([name, value]: NamedValue): string {
  const unit = BY_UNIT.find(({ ending }) => ending.test(name));
  if (unit !== undefined && value !== "" && Number.isFinite(Number(value))) return unit.show(value);
  if (NUMERAL.test(value)) return formatDecimal(value, { decimals: DECIMALS_MAX, decimalsMin: 2 });
  return value.replaceAll("_", " ");
}
