import { UNIT_SPACE } from "@ballast/ui/format/decimal";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatPrice } from "@ballast/ui/format/money";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { trendWord } from "../strategies/regime-words.ts";

type Shown = { readonly words: (first: string, second: string) => string; readonly show: (value: number, quote: string) => string };

const BPS_BELOW = 0.001;
const withUnit = (text: string, unit: string): string => `${text}${UNIT_SPACE}${unit}`;

/** A ratio as percent; one too small for a decimal of it in basis points. */
export function ratioText(value: number): string {
  return value !== 0 && Math.abs(value) < BPS_BELOW
    ? withUnit(formatFigure(value * 10_000, 2), "bp")
    : formatPercent(value, { sign: "always" });
}

const price = (value: number, quote: string): string => withUnit(formatPrice(value.toFixed(8)), quote);
const times = (value: number): string => withUnit("×", formatFigure(value, 2));
const plain = (value: number): string => formatFigure(value, 2);

/** Standard deviations from a mean, with the side: `−2.07 σ` is under it. */
export function deviationText(value: number): string {
  const text = formatFigure(value, 2);
  return withUnit(value > 0 && Number(value.toFixed(2)) !== 0 ? `+${text}` : text, "σ");
}

export function volatilityFlagWord(value: number): string {
  if (value === 0) return "as usual";
  return value > 0 ? "higher than usual" : "lower than usual";
}

/** Each kind of feature in the field's words, with the unit that its value is read in. Periods arrive as lengths of time. */
const KINDS: Readonly<Record<string, Shown>> = {
  ema: { words: (period) => `Average price over ${period} (EMA)`, show: price },
  atr: { words: (period) => `Average true range over ${period}`, show: price },
  return: { words: (period) => `Return over ${period}`, show: ratioText },
  slope: { words: (period) => `Momentum slope over ${period}, a bar`, show: ratioText },
  stdev: { words: (period) => `Standard deviation of returns over ${period}, a bar`, show: (value) => formatPercent(value) },
  vol: { words: (period) => `Volatility over ${period}, a year`, show: (value) => formatPercent(value / 100) },
  volflag: { words: (first, second) => `Volatility of ${first} against ${second}`, show: volatilityFlagWord },
  surge: { words: (period) => `Volume against its mean of ${period}`, show: times },
  spread: { words: (first, second) => `Estimated spread of ${first} against ${second}`, show: times },
  hlspread: { words: (period) => `Estimated spread over ${period}, of the price`, show: ratioText },
  breakout: { words: (period) => `Distance from the high of ${period}`, show: ratioText },
  zscore: { words: (period) => `Distance from the mean of ${period}`, show: deviationText },
  beta: { words: (period) => `Beta to the benchmark over ${period}`, show: plain },
  corr: { words: (period) => `Correlation with the benchmark over ${period}`, show: plain },
  breadth: { words: (period) => `Part of the market that rose over ${period}`, show: (value) => formatPercent(value) },
  "volatility-index": { words: () => "Volatility index, points", show: plain },
  trend: { words: () => "Trend of the benchmark", show: trendWord },
  "risk-score": { words: () => "Risk score, of 100", show: (value) => formatFigure(value, 0) },
  "regime-confidence": { words: () => "Confidence in the regime", show: (value) => formatPercent(value) },
};

const FORM = /^([a-z-]+)(?::(\d+))?(?::(\d+))?(?:@-(\d+))?$/;

/** `ema:20@-1` on hourly bars is `Average price over 20 h (EMA), 1 h before`. A name that this release does not know stays as it is. */
export function featureLabel(name: string, timeframeMs: number): string {
  const [, kind = "", first, second, lag] = FORM.exec(name) ?? [];
  const shown = KINDS[kind];
  if (shown === undefined) return name;
  const length = (bars: string | undefined): string => (bars === undefined ? "" : formatDuration(Number(bars) * timeframeMs));
  const words = shown.words(length(first), length(second));
  return lag === undefined ? words : `${words}, ${length(lag)} before`;
}

/** A feature's value with its unit; `–` while it warms up. */
export function featureValue(name: string, value: number | null, quote: string): string {
  if (value === null) return "–";
  const [, kind = ""] = FORM.exec(name) ?? [];
  return KINDS[kind]?.show(value, quote) ?? String(value);
}
