import type { ComparedView } from "../shell/answers.ts";
import { datasetText } from "./study-words.ts";

type Curve = readonly { readonly tsMs: number; readonly equity: number }[];

/** The curve that a study is compared by; none of a sweep, whose sets would each have one. */
export function curveOf({ result }: Pick<ComparedView, "result">): Curve {
  switch (result?.kind) {
    case "backtest":
      return result.report.curve;
    case "walk-forward":
      return result.outOfSample.curve;
    case "sweep":
    case undefined:
      return [];
  }
}

/** Figures that a study is compared by, by name; null where it has none. */
export function figuresOf({ result, headline }: Pick<ComparedView, "result" | "headline">): Readonly<Record<string, number | null>> {
  const { sharpe, maxDrawdown, totalReturn, trades } = headline;
  const lead = { sharpe, maxDrawdown, totalReturn, trades };
  switch (result?.kind) {
    case "backtest": {
      const { sortino, calmar, cagr, winRate, turnover, exposure } = result.report.summary;
      return { ...lead, sortino, calmar, cagr, winRate, turnover, exposure };
    }
    case "sweep": {
      const metrics = result.best[0]?.metrics;
      if (metrics === undefined) return lead;
      const { sortino, calmar, cagr, winRate, turnover, exposure } = metrics;
      return { ...lead, sortino, calmar, cagr, winRate, turnover, exposure };
    }
    case "walk-forward":
    case undefined:
      return lead;
  }
}

/** What is laid side by side, and a warning where it is not the same dataset: their trials are counted apart. */
export function resultSets(studies: readonly ComparedView[]): string {
  const names = [...new Set(studies.map(datasetText))];
  return names.length === 1
    ? `${studies.length} studies on ${names[0] ?? ""}.`
    : `${studies.length} studies on ${names.length} datasets: ${names.join("; ")}.`;
}
