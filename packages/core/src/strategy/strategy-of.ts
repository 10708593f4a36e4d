import { emaAtrStrategy } from "./ema-atr.ts";
import type { StrategySettings } from "./settings.ts";
import type { Strategy } from "./strategy.ts";

/** The strategy that these settings describe. A new kind is a new case here and in the settings' union. */
export function strategyOf(settings: StrategySettings): Strategy {
  switch (settings.kind) {
    case "ema-atr":
      return emaAtrStrategy(settings);
  }
}

/** Features that a snapshot must carry for these settings. */
export function featureNamesFor(settings: StrategySettings): readonly string[] {
  return strategyOf(settings).featureNames;
}
