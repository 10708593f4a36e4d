import { regimesOfBars } from "@ballast/core/backtest/bar-regimes";
import { backtestOverfitting } from "@ballast/core/backtest/overfitting";
import { benchmarkOf } from "@ballast/core/features/benchmark";
import { keepLastTrades, KEPT_TRADES_MAX, makeReport } from "@ballast/core/backtest/report";
import { sha256 } from "../ports/sha256.ts";
import { metricsOf, stretchReturns } from "../usecases/lab/point-metrics.ts";
import { countedOf, openPointWalk } from "../usecases/lab/point-walk.ts";
import type { Given, Made, ThreadStudy, WorkKind } from "./thread-messages.ts";

/** What can be done for a study, whoever does it: a thread, or a process that has none. */
export type StudyWork = { readonly [Kind in WorkKind]: (given: Given<Kind>) => Made<Kind> };

export function openStudyWork(study: ThreadStudy): StudyWork {
  const { spec, market } = study;
  const walk = openPointWalk(sha256, study);
  const returns = new Float64Array(market.rowsMs.length);
  return {
    walk: ({ orders }) =>
      orders.map(({ parameters, range }) => {
        const walked = walk.counted(parameters, range);
        return { metrics: metricsOf(walked, returns), returns: stretchReturns(walked) };
      }),
    curve: ({ parameters, range }) => {
      const { marks, ...walked } = walk.whole(parameters, range);
      const point = countedOf({ ...walked, marks });
      const { startEquity, equity } = point;
      return { marks: { ...marks, tsMs: marks.tsMs.slice(), equity }, startEquity, metrics: metricsOf(point) };
    },
    report: ({ parameters, range, trialSharpes }) => {
      // As any backtest reads them: from all bars of the benchmark that are there.
      const benchmark = market.benchmark ?? market.series[spec.instruments.indexOf(benchmarkOf(spec.instruments))];
      const regimes = benchmark === undefined ? [] : regimesOfBars(benchmark, spec.timeframeMs);
      return keepLastTrades(makeReport({ ...walk.whole(parameters, range), regimes, trialSharpes }), KEPT_TRADES_MAX);
    },
    overfitting: (given) => {
      const { cases: _cases, ...found } = backtestOverfitting(given);
      return found;
    },
  };
}
