import type { Sha256 } from "@ballast/core/numeric/hash";
import { makeReport, type ReportSummary } from "@ballast/core/backtest/report";
import type { BacktestMarket, BacktestTerms } from "./backtest-terms.ts";
import { runBacktest } from "./run-backtest.ts";

/** What is left of a strategy where the world is worse than was modelled. */
export type StressCase = { readonly name: string; readonly summary: ReportSummary };

/** Slippage of a stressed run where none is modelled: three times nothing would test nothing. */
const SLIPPAGE_BPS_LEAST = 5;
const FEES_TIMES = 2;
const SLIPPAGE_TIMES = 3;

const slipped = ({ slippageBps }: BacktestTerms): number => SLIPPAGE_TIMES * Math.max(slippageBps, SLIPPAGE_BPS_LEAST);

/** The terms as they are, with fees twice, slippage three times as large, one bar late, and all of it. These are no trials: nothing is chosen by them. */
export function stressOf(sha256: Sha256, market: BacktestMarket, terms: BacktestTerms): readonly StressCase[] {
  const fees = { feeBps: FEES_TIMES * terms.feeBps };
  const slippage = { slippageBps: slipped(terms) };
  const late = { barsLate: 1 };
  const cases: readonly (readonly [string, Partial<BacktestTerms>])[] = [
    ["as modelled", {}],
    ["fees x2", fees],
    [terms.slippageBps === 0 ? `slippage ${slipped(terms)} bps` : "slippage x3", slippage],
    ["one bar late", late],
    ["all of it", { ...fees, ...slippage, ...late }],
  ];
  return cases.map(([name, changed]) => {
    const { input } = runBacktest(sha256, market, { ...terms, ...changed });
    return { name, summary: makeReport({ ...input, bars: new Map(), regimes: [], trialSharpes: undefined }).summary };
  });
}
