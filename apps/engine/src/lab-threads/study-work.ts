import { regimesOfBars } from "@ballast/core/backtest/bar-regimes";
import { backtestOverfitting } from "@ballast/core/backtest/overfitting";
import { makeReport } from "@ballast/core/backtest/report";
import { bookedEquity } from "@ballast/core/backtest/marks";
import { viewOfColumns } from "@ballast/core/market/columns";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { balanceOf } from "@ballast/core/decision/holdings";
import { sha256 } from "../ports/sha256.ts";
import { metricsOf, stretchReturns } from "../usecases/lab/point-metrics.ts";
import { openPointWalk } from "../usecases/lab/point-walk.ts";
import type { Given, Made, ThreadStudy, WorkKind } from "./thread-messages.ts";

/** What can be done for a study, whoever does it: a thread, or a process that has none. */
export type StudyWork = { readonly [Kind in WorkKind]: (given: Given<Kind>) => Made<Kind> };

type Walked = ReturnType<ReturnType<typeof openPointWalk>>;

function reportOf({ spec, market }: ThreadStudy, walked: Walked, of: Given<"report">): Made<"report"> {
  const [symbol = ""] = spec.instruments;
  const [columns] = market.series;
  const instrument = market.instruments.find((candidate) => candidate.symbol === symbol);
  if (columns === undefined || instrument === undefined) throw new RangeError(`no bars of ${symbol}`);
  const { quote } = instrument;
  return makeReport({
    currency: quote.code,
    quoteScale: quote.scale,
    timeframeMs: spec.timeframeMs,
    startUnits: parseUnits(spec.balance, quote.scale) ?? 0n,
    finalUnits: balanceOf(walked.book.state, quote.code).total,
    marks: walked.marks,
    trades: walked.trades,
    fills: walked.fills,
    holdings: [],
    instruments: [instrument],
    bars: new Map([[symbol, viewOfColumns(columns, of.range)]]),
    // From all bars that are there: it takes a month of hours until a regime is known.
    regimes: regimesOfBars(columns, spec.timeframeMs),
    feeBps: spec.feeBps,
    trialSharpes: of.trialSharpes,
  });
}

export function openStudyWork(study: ThreadStudy): StudyWork {
  const { spec, market } = study;
  const walk = openPointWalk(sha256, spec, market);
  return {
    walk: ({ orders }) =>
      orders.map(({ parameters, range }) => {
        const walked = walk(parameters, range);
        return { metrics: metricsOf(walked, market.instruments), returns: stretchReturns(walked) };
      }),
    curve: ({ parameters, range }) => {
      const walked = walk(parameters, range);
      const { marks, startEquity, finalEquity } = walked;
      const booked = { ...marks, tsMs: marks.tsMs.slice(), equity: bookedEquity(marks, finalEquity) };
      return { marks: booked, startEquity, metrics: metricsOf(walked, market.instruments) };
    },
    report: (given) => reportOf(study, walk(given.parameters, given.range), given),
    overfitting: (given) => {
      const { cases: _cases, ...found } = backtestOverfitting(given);
      return found;
    },
  };
}
