import { parseFeatureName } from "@ballast/core/features/feature-name";
import { isPanelMarketFeature } from "@ballast/core/features/market-features";
import { REGIME_FEATURE_NAMES } from "@ballast/core/regime/market-track";
import { REGIME_VALUE_NAMES } from "@ballast/core/regime/regime";
import { defaultEmaAtrSettings, defaultGovernedSettings } from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { AnalysisData } from "./analysis-data.ts";

/** The triangle of correlations that a close seals beside the values of the market. */
export const CORRELATIONS = "correlations";

const REGIME_NAMES: ReadonlySet<string> = new Set(REGIME_VALUE_NAMES);

export type AskedFeatures = Required<Pick<AnalysisData, "asked" | "featureNames" | "marketFeatureNames">>;

/** Whether a name is of the market, not of an instrument. */
const isOfMarket = (name: string): boolean => isPanelMarketFeature(name) || REGIME_NAMES.has(name) || name === CORRELATIONS;

/**
 * Everything that a close on bars of this length seals for an account that risk looks at: on hours all that
 * strategies and regime read, on other bars what a crossover and risk read. In a universe with more than one
 * instrument their correlations come along.
 */
export function sealedUsually(timeframeMs: number, instruments: readonly string[]): readonly string[] {
  const settings = timeframeMs === HOUR_MS ? defaultGovernedSettings(instruments) : { ...defaultEmaAtrSettings(instruments), timeframeMs };
  const { featureNames, marketValueNames } = lineageNeedsOf(settings, "governed");
  return [...featureNames, ...marketValueNames, ...(marketValueNames.length > 0 ? [CORRELATIONS] : [])];
}

/**
 * What is asked about, with what has to be computed for it: the regime is read from features of the benchmark,
 * correlations come with a value of the market. The first name that is none is given back as such.
 */
export function askedFeatures(names: readonly string[]): AskedFeatures | { readonly unknown: string } {
  const asked = [...new Set(names)];
  const unknown = asked.find((name) => !isOfMarket(name) && parseFeatureName(name) === undefined);
  if (unknown !== undefined) return { unknown };
  const isWithRegime = asked.some((name) => REGIME_NAMES.has(name));
  const market = asked.filter((name) => isOfMarket(name) && name !== CORRELATIONS);
  return {
    asked,
    featureNames: [...new Set([...asked.filter((name) => !isOfMarket(name)), ...(isWithRegime ? REGIME_FEATURE_NAMES : [])])],
    marketFeatureNames: asked.includes(CORRELATIONS) && !market.some(isPanelMarketFeature) ? ["breadth:24", ...market] : market,
  };
}
