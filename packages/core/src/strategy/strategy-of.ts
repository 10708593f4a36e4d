import { REGIME_VALUE_NAMES } from "../regime/regime.ts";
import { emaAtrStrategy } from "./ema-atr.ts";
import { BREADTH, READ_FEATURES } from "./governed/reading.ts";
import type { StrategySettings } from "./settings.ts";

/** What a lineage must carry for these settings: per instrument, and of the market as a whole. */
export type LineageNeeds = { readonly featureNames: readonly string[]; readonly marketValueNames: readonly string[] };

export function lineageNeedsOf(settings: StrategySettings): LineageNeeds {
  switch (settings.kind) {
    case "ema-atr":
      return { featureNames: emaAtrStrategy(settings).featureNames, marketValueNames: [] };
    case "governed":
      return { featureNames: Object.values(READ_FEATURES), marketValueNames: [BREADTH, ...REGIME_VALUE_NAMES] };
  }
}

/** Features that a snapshot must carry for these settings. */
export function featureNamesFor(settings: StrategySettings): readonly string[] {
  return lineageNeedsOf(settings).featureNames;
}
