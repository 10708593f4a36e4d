import { GOVERNED_FEATURE_NAMES } from "../features/governed-features.ts";
import { dayBreadthOf } from "../features/market-features.ts";
import { riskFeaturesOf } from "../features/risk-features.ts";
import { REGIME_FEATURE_NAMES } from "../regime/market-track.ts";
import { REGIME_VALUE_NAMES } from "../regime/regime.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { emaAtrStrategy } from "./ema-atr.ts";
import type { EmaAtrSettings } from "./ema-atr-settings.ts";
import { BREADTH, READ_FEATURES } from "./governed/reading.ts";
import type { StrategySettings } from "./settings.ts";

/** What a lineage must carry for these settings: per instrument, and of the market as a whole. */
export type LineageNeeds = { readonly featureNames: readonly string[]; readonly marketValueNames: readonly string[] };

/** What risk reads of an instrument on bars of this length (RSK3, RSK4). */
function riskFeatures(timeframeMs: number): readonly string[] {
  const { hourReturn, monthStdev, monthVolatility, spreadWidening } = riskFeaturesOf(timeframeMs);
  return [hourReturn, monthStdev, monthVolatility, spreadWidening].filter((name) => name !== undefined);
}

/** Of the market as a whole on hours, from which alone the regime is read. */
const OF_MARKET: readonly string[] = [BREADTH, ...REGIME_VALUE_NAMES];

/** What strategies and regime read, and everything else that is shown of an instrument. */
const OF_STRATEGIES: readonly string[] = [...GOVERNED_FEATURE_NAMES, ...Object.values(READ_FEATURES)];

function namesOnce(...names: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(names.flat())].sort();
}

/** Whether risk looks at the account: it does not where the strategy is held against another program's. */
type ProfileKind = "governed" | "reference";

function emaAtrNeeds(settings: EmaAtrSettings, profileKind: ProfileKind): LineageNeeds {
  const { featureNames } = emaAtrStrategy(settings);
  if (profileKind === "reference") return { featureNames, marketValueNames: [] };
  const ofRisk = riskFeatures(settings.timeframeMs);
  if (settings.timeframeMs !== HOUR_MS)
    return { featureNames: namesOnce(featureNames, ofRisk), marketValueNames: [dayBreadthOf(settings.timeframeMs)] };
  return { featureNames: namesOnce(featureNames, ofRisk, REGIME_FEATURE_NAMES), marketValueNames: OF_MARKET };
}

/**
 * The features of an instrument that decisions read: what a lineage carries besides is sealed and shown. Who
 * seals and shows nothing need not compute it.
 */
export function decidingFeaturesOf(settings: StrategySettings): readonly string[] {
  const ofStrategy = settings.kind === "governed" ? Object.values(READ_FEATURES) : emaAtrStrategy(settings).featureNames;
  return namesOnce(ofStrategy, riskFeatures(settings.timeframeMs), REGIME_FEATURE_NAMES);
}

/**
 * What strategy, regime and risk read under a profile of this kind. No risk looks at a reference account, so
 * nothing but its strategy does. Correlations are sealed beside values of the market, so on bars of every length
 * there is one: the breadth of a day, and on hours the regime.
 */
export function lineageNeedsOf(settings: StrategySettings, profileKind: ProfileKind): LineageNeeds {
  switch (settings.kind) {
    case "ema-atr":
      return emaAtrNeeds(settings, profileKind);
    case "governed":
      return { featureNames: namesOnce(OF_STRATEGIES, riskFeatures(settings.timeframeMs)), marketValueNames: OF_MARKET };
  }
}
