import { isPeriod } from "../indicators/period.ts";
import type { FeatureKind, FeatureKinds, Periods } from "./feature-kind.ts";
import { FEATURE_KINDS } from "./feature-kinds.ts";

/**
 * A feature: its kind, its periods and how many existing bars back it is read. `ema:20` is the
 * average at this bar, `ema:20@-1` the one at the bar before, so a cross needs no second snapshot.
 */
export type FeatureName = { readonly kind: string; readonly periods: readonly number[]; readonly lag: number };

export const LAG_MAX = 24;

const FORM = /^([a-z]+)((?::[1-9][0-9]*){1,2})(?:@-([1-9][0-9]*))?$/;

/** The kind of a word; undefined where there is none. */
export function featureKindOf(word: string, kinds: FeatureKinds = FEATURE_KINDS): FeatureKind | undefined {
  return Object.hasOwn(kinds, word) ? kinds[word] : undefined;
}

/** The parts of a feature's name; undefined where it is none. Each feature has one spelling only. */
export function parseFeatureName(text: string, kinds: FeatureKinds = FEATURE_KINDS): FeatureName | undefined {
  const [, word = "", periodTexts = "", lagText = "0"] = FORM.exec(text) ?? [];
  const periodMins: readonly number[] | undefined = featureKindOf(word, kinds)?.periodMins;
  const periods = periodTexts.split(":").slice(1).map(Number);
  const lag = Number(lagText);
  if (periodMins === undefined || periodMins.length !== periods.length || lag > LAG_MAX) return undefined;
  const areInBounds = periods.every((period, index) => isPeriod(period) && period >= (periodMins[index] ?? Infinity));
  return areInBounds ? { kind: word, periods, lag } : undefined;
}

export function formatFeatureName({ kind, periods, lag }: FeatureName): string {
  const base = [kind, ...periods].join(":");
  return lag === 0 ? base : `${base}@-${lag}`;
}

/** Parsed names of a lineage; a name that is none, or stands twice, is a broken invariant. */
export function parseFeatureNames(texts: readonly string[], kinds: FeatureKinds = FEATURE_KINDS): readonly FeatureName[] {
  if (new Set(texts).size !== texts.length) throw new RangeError(`a feature stands twice: ${texts.join(", ")}`);
  return texts.map((text) => {
    const name = parseFeatureName(text, kinds);
    if (name === undefined) throw new RangeError(`not a feature: ${text}`);
    return name;
  });
}

/** A name's periods as its kind takes them. */
export function periodsOf({ periods: [first = 0, second = 0] }: FeatureName): Periods {
  return [first, second];
}

/** Bars before the first value of a feature in an unbroken history: its index counted from the series origin. */
export function warmUpBars(name: FeatureName, kinds: FeatureKinds = FEATURE_KINDS): number {
  return (featureKindOf(name.kind, kinds)?.warmUpBars(periodsOf(name)) ?? 0) + name.lag;
}
