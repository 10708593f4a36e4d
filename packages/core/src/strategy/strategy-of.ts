import { GOVERNED_FEATURE_NAMES } from "../features/governed-features.ts";
import { riskFeaturesOf } from "../features/risk-features.ts";
import { REGIME_VALUE_NAMES } from "../regime/regime.ts";
import { emaAtrStrategy } from "./ema-atr.ts";
import { BREADTH, READ_FEATURES } from "./governed/reading.ts";
import type { StrategySettings } from "./settings.ts";

/** What a lineage must carry for these settings: per instrument, and of the market as a whole. */
export type LineageNeeds = { readonly featureNames: readonly string[]; readonly marketValueNames: readonly string[] };

/** What strategies, regime and risk read, and everything else that is shown of an instrument. */
function governedFeatures({ timeframeMs }: StrategySettings): readonly string[] {
  const { hourReturn, monthStdev, monthVolatility, spreadWidening } = riskFeaturesOf(timeframeMs);
  const ofRisk = [hourReturn, monthStdev, monthVolatility, spreadWidening].filter((name) => name !== undefined);
  return [...new Set([...GOVERNED_FEATURE_NAMES, ...Object.values(READ_FEATURES), ...ofRisk])].sort();
}

export function lineageNeedsOf(settings: StrategySettings): LineageNeeds {
  switch (settings.kind) {
    case "ema-atr":
      return { featureNames: emaAtrStrategy(settings).featureNames, marketValueNames: [] };
    case "governed":
      return { featureNames: governedFeatures(settings), marketValueNames: [BREADTH, ...REGIME_VALUE_NAMES] };
  }
}

/** Features that a snapshot must carry for these settings. */
export function featureNamesFor(settings: StrategySettings): readonly string[] {
  return lineageNeedsOf(settings).featureNames;
}
