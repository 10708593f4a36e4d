import { strategySettingsSchema, type StrategyKind, type StrategySettings } from "@ballast/core/strategy/settings";
import { parseValues } from "./parse-options.ts";

const OPTION_NAMES = { atrMult: "atr-mult", timeframeMs: "timeframe", instruments: "instrument" };

/** The settings that options make up, within their bounds; what does not fit is a usage error that names the option. */
export function parseStrategyOptions(values: { readonly kind: StrategyKind } & Readonly<Record<string, unknown>>): StrategySettings {
  return parseValues<StrategySettings>(strategySettingsSchema, values, OPTION_NAMES);
}
