import type { Regime } from "../../regime/regime.ts";
import type { ParameterName } from "./parameters.ts";

/** The six governed strategies (STR1). */
export type GovernedStrategy =
  "trend-follower" | "volatility-swing" | "mean-reversion" | "defensive-hedge" | "stable-allocator" | "recovery";

type Terms = {
  /** Regimes that it may open positions in; what it opened is run on in any. */
  readonly regimes: readonly Regime[];
  /** Ceiling of its size multiplier, basis points of the base position. Caps come after. */
  readonly multiplierBpsMax: number;
  /** How far, in ATR, the stop of what it buys stands under it. */
  readonly stopParameter: ParameterName;
};

export const GOVERNED_STRATEGIES: Readonly<Record<GovernedStrategy, Terms>> = {
  "trend-follower": { regimes: ["RISK_ON"], multiplierBpsMax: 20_000, stopParameter: "trendStopAtr" },
  "volatility-swing": { regimes: ["NEUTRAL"], multiplierBpsMax: 15_000, stopParameter: "swingStopAtr" },
  "mean-reversion": { regimes: ["NEUTRAL", "RISK_OFF"], multiplierBpsMax: 10_000, stopParameter: "reversionStopAtr" },
  // It buys nothing, so its stop is never asked for.
  "defensive-hedge": { regimes: ["RISK_OFF", "PANIC"], multiplierBpsMax: 5_000, stopParameter: "allocatorStopAtr" },
  "stable-allocator": { regimes: ["PANIC"], multiplierBpsMax: 5_000, stopParameter: "allocatorStopAtr" },
  recovery: { regimes: ["RISK_ON", "NEUTRAL", "RISK_OFF"], multiplierBpsMax: 10_000, stopParameter: "recoveryStopAtr" },
};

/** In the order of the table: how strategies are listed, and how ties between them are decided. */
export const GOVERNED_STRATEGY_NAMES: readonly GovernedStrategy[] = [
  "trend-follower",
  "volatility-swing",
  "mean-reversion",
  "defensive-hedge",
  "stable-allocator",
  "recovery",
];

/** Part of the exposure cap that a regime leaves to strategies, basis points. */
export const REGIME_BUDGET_BPS: Readonly<Record<Regime, number>> = { RISK_ON: 10_000, NEUTRAL: 7_500, RISK_OFF: 4_000, PANIC: 1_000 };

export function servesRegime(strategy: GovernedStrategy, regime: Regime): boolean {
  return GOVERNED_STRATEGIES[strategy].regimes.includes(regime);
}

export function isGovernedStrategy(name: string): name is GovernedStrategy {
  return GOVERNED_STRATEGY_NAMES.some((known) => known === name);
}
