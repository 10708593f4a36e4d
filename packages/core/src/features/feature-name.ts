import { isPeriod } from "../indicators/period.ts";

/** Indicators that a feature may be of. */
export type IndicatorKind = "ema" | "atr";

/**
 * A feature: an indicator, its period and how many existing bars back it is read. `ema:20` is the
 * average at this bar, `ema:20@-1` the one at the bar before, so a cross needs no second snapshot.
 */
export type FeatureName = { readonly indicator: IndicatorKind; readonly period: number; readonly lag: number };

export const LAG_MAX = 24;

const FORM = /^(ema|atr):([1-9][0-9]*)(?:@-([1-9][0-9]*))?$/;

/** The parts of a feature's name; undefined where it is none. Each feature has one spelling only. */
export function parseFeatureName(text: string): FeatureName | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, kind, periodText, lagText = "0"] = match;
  const period = Number(periodText);
  const lag = Number(lagText);
  if (!isPeriod(period) || lag > LAG_MAX) return undefined;
  return { indicator: kind === "ema" ? "ema" : "atr", period, lag };
}

export function formatFeatureName(name: FeatureName): string {
  const base = `${name.indicator}:${name.period}`;
  return name.lag === 0 ? base : `${base}@-${name.lag}`;
}

/** Parsed names of a lineage; a name that is none, or stands twice, is a broken invariant. */
export function parseFeatureNames(texts: readonly string[]): readonly FeatureName[] {
  if (new Set(texts).size !== texts.length) throw new RangeError(`a feature stands twice: ${texts.join(", ")}`);
  return texts.map((text) => {
    const name = parseFeatureName(text);
    if (name === undefined) throw new RangeError(`not a feature: ${text}`);
    return name;
  });
}

/** Bars before the first value of a feature: its index counted from the series origin. */
export function warmUpBars(name: FeatureName): number {
  return (name.indicator === "ema" ? name.period - 1 : name.period) + name.lag;
}
