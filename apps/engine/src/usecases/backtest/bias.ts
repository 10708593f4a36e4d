import {
  findStrategyLookAhead,
  measureStrategyWarmUp,
  type BarHistory,
  type BiasRun,
  type StrategyLookAhead,
  type StrategyWarmUp,
} from "@ballast/core/backtest/strategy-bias";
import { firstRowFrom } from "@ballast/core/market/columns";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { BacktestMarket, BacktestTerms } from "./backtest-terms.ts";
import { runBacktest } from "./run-backtest.ts";

/** Whether what was walked knows the future, and how much of the past it needs. */
export type BacktestBias = { readonly lookAhead: StrategyLookAhead; readonly warmUp: StrategyWarmUp };

/** Each is two walks up to there: enough to meet a strategy in many moods, and not a study of its own. */
const CUTS = 8;
/** Behind so many of its decisions a strategy is cut at most, and fewer where the bars are many. */
const DECISION_CUTS_MAX = 64;
const CUT_BARS = 20_000_000;
/** Bars before the period: none, a day, and on beyond the month that a governed strategy knows. */
const WARM_UPS: readonly number[] = [0, 24, 100, 250, 500, 721, 750, 1_000, 1_500, 2_000];

/** Opening times of all bars of the period, of whatever instrument, ascending. */
function timesOf({ bars }: BacktestMarket, { fromMs = -Infinity, toMs = Infinity }: BacktestTerms): readonly number[] {
  const times = new Set<number>();
  for (const { tsMs } of bars.values()) for (const ms of tsMs) if (ms >= fromMs && ms < toMs) times.add(ms);
  return [...times].sort((left, right) => left - right);
}

/** Times evenly along the period; the last bar is one of them, for a leak may need the whole history to show. */
function cutsOf(times: readonly number[], cuts: number): readonly number[] {
  return Array.from({ length: cuts }, (_, cut) => times[Math.floor(((cut + 1) * (times.length - 1)) / cuts)] ?? NaN);
}

function barsBefore(history: BarHistory, ms: number): number {
  return Math.max(0, ...[...history.values()].map((bars) => firstRowFrom(bars, ms)));
}

/** What is walked, and with what. */
type Walked = { readonly sha256: Sha256; readonly market: BacktestMarket; readonly terms: BacktestTerms };

const runOf =
  ({ sha256, market, terms }: Walked): BiasRun =>
  (history, fromMs) => {
    const { orders, input } = runBacktest(sha256, { ...market, bars: history }, { ...terms, fromMs });
    return { orders, fills: input.fills };
  };

/** Behind how many decisions a history is cut where nobody says: many where that is cheap. */
function usualDecisionCuts({ bars }: BacktestMarket): number {
  const rows = [...bars.values()].reduce((sum, { tsMs }) => sum + tsMs.length, 1);
  return Math.min(DECISION_CUTS_MAX, Math.max(CUTS, Math.floor(CUT_BARS / rows)));
}

/**
 * Walks the same terms over histories that end early: whether a strategy knows the future shows in its orders
 * and fills. Where `cuts` says how many, there are so many along the period and at most so many behind decisions.
 */
export function strategyLookAhead(walked: Walked, cuts?: number): StrategyLookAhead {
  const { market, terms } = walked;
  const times = timesOf(market, terms);
  const fromMs = terms.fromMs ?? times[0] ?? 0;
  const decisionCuts = cuts ?? usualDecisionCuts(market);
  const cutsMs = cutsOf(times, cuts ?? CUTS);
  return findStrategyLookAhead({ history: market.bars, fromMs, cutsMs, decisionCuts, run: runOf(walked) });
}

/**
 * Walks the period with less and less before it. One that begins with the first bar has no history to cut
 * short: there the later half is walked.
 */
export function strategyWarmUp(walked: Walked): StrategyWarmUp {
  const { market, terms } = walked;
  const times = timesOf(market, terms);
  const asked = terms.fromMs ?? times[0] ?? 0;
  const isAtStart = barsBefore(market.bars, asked) === 0;
  const fromMs = isAtStart ? (times[Math.floor(times.length / 2)] ?? asked) : asked;
  const most = barsBefore(market.bars, fromMs);
  const warmUps = WARM_UPS.filter((bars) => bars < most);
  return measureStrategyWarmUp({ history: market.bars, fromMs, warmUps, run: runOf(walked) });
}

/** Both of them. These are no trials: nothing is chosen by them. */
export function biasOf(sha256: Sha256, market: BacktestMarket, terms: BacktestTerms): BacktestBias {
  const walked = { sha256, market, terms };
  return { lookAhead: strategyLookAhead(walked), warmUp: strategyWarmUp(walked) };
}
