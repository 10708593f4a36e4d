import { quantizeToNumber } from "../../numeric/fixed.ts";
import { GOVERNED_STRATEGY_NAMES, REGIME_BUDGET_BPS, servesRegime, type GovernedStrategy } from "./kinds.ts";
import type { MarketReading } from "./reading.ts";
import type { SurveyedClose } from "./survey.ts";

/** A strategy that may open positions now, with its part of the regime's budget. */
export type Choice = { readonly strategy: GovernedStrategy; readonly confidenceBps: number; readonly shareBps: number };

/** At most two choices, whose shares add up to the whole; and what the regime leaves of the exposure cap. */
export type Selection = { readonly choices: readonly Choice[]; readonly budgetBps: number };

const WHOLE_BPS = 10_000;
const SHARE_BPS_MIN = 3_000;
const SHARE_BPS_MAX = 7_000;
const BPS_SCALE = 4;
/** The allocator's tranches are due by the clock, so nothing in the market makes it surer. */
const ALLOCATOR_CONFIDENCE = 0.5;

/**
 * How much of the market is of the kind that a strategy lives on, 0 to 1: rising for the trend
 * follower, moving for the swing, stretched for the reversion, falling for the hedge, fallen and
 * rising for the recovery.
 */
function fitOf(strategy: GovernedStrategy, { survey, row }: SurveyedClose, market: MarketReading): number {
  switch (strategy) {
    case "trend-follower":
    case "volatility-swing":
    case "mean-reversion":
    case "recovery":
      return survey.shareOf(strategy, row);
    case "defensive-hedge":
      return 1 - market.breadth;
    case "stable-allocator":
      return ALLOCATOR_CONFIDENCE;
  }
}

type Candidate = Pick<Choice, "strategy" | "confidenceBps">;

/** Two parts of the whole by confidence, each from 30 to 70 %: integers that add up exactly. */
function splitShares(first: Candidate | undefined, second: Candidate | undefined): readonly Choice[] {
  if (first === undefined) return [];
  if (second === undefined) return [{ ...first, shareBps: WHOLE_BPS }];
  const part = Math.floor((first.confidenceBps * WHOLE_BPS) / (first.confidenceBps + second.confidenceBps));
  const shareBps = Math.max(SHARE_BPS_MIN, Math.min(SHARE_BPS_MAX, part));
  return [
    { ...first, shareBps },
    { ...second, shareBps: WHOLE_BPS - shareBps },
  ];
}

/**
 * The strategies that may open positions at this close (STR1): of those that are enabled and serve
 * the regime the two that the market fits best, ties in the table's order. A strategy that nothing
 * in the market fits is not chosen.
 */
export function selectStrategies(of: {
  readonly enabled: readonly GovernedStrategy[];
  readonly market: MarketReading;
  readonly seen: SurveyedClose;
}): Selection {
  const { enabled, market, seen } = of;
  const { regime } = market.regime;
  let best: Candidate | undefined;
  let second: Candidate | undefined;
  for (const strategy of GOVERNED_STRATEGY_NAMES) {
    if (!servesRegime(strategy, regime) || !enabled.includes(strategy)) continue;
    const fit = fitOf(strategy, seen, market);
    const confidenceBps = quantizeToNumber(fit * market.regime.confidence, BPS_SCALE, "half-even");
    if (confidenceBps <= 0) continue;
    const candidate = { strategy, confidenceBps };
    if (best === undefined || confidenceBps > best.confidenceBps) [best, second] = [candidate, best];
    else if (second === undefined || confidenceBps > second.confidenceBps) second = candidate;
  }
  return { choices: splitShares(best, second), budgetBps: REGIME_BUDGET_BPS[regime] };
}
