import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import type {
  JudgedPoint,
  PointMetrics,
  StudyData,
  StudyResult,
  SweepResult,
  TrialCount,
  WalkForwardResult,
} from "@ballast/core/backtest/study-result";
import { costsJson, costsText, type WalkCosts } from "./cost-words.ts";
import { heatMap } from "./heat-map.ts";
import { lookLines } from "./look-words.ts";
import { countedText, countText, formatTable, utcText, type TableColumn } from "./table.ts";

/** A parameter set with its figures, as a command has it of the database or of its own threads. */
export type ViewedPoint = { readonly point: number; readonly parameters: ParameterSet; readonly metrics: PointMetrics };

/** A study that has ended well; without an id it was walked on a file, and no row keeps it. */
export type ViewedStudy = {
  readonly studyId?: string;
  readonly result: StudyResult;
  readonly points: readonly ViewedPoint[];
  readonly costs: WalkCosts;
  readonly seconds: number;
};

const BEST_SHOWN = 10;

const percent = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);
const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
const probability = (value: number | null): string => (value === null ? "–" : value.toFixed(3));

/** What the grid varies of a set; an empty grid has one set, and nothing to tell it by. */
function setText(set: ParameterSet): string {
  const values = Object.entries(set).map(([name, value]) => `${name} ${value}`);
  return values.length === 0 ? "the only set" : values.join(", ");
}

const BEST_COLUMNS: readonly TableColumn<JudgedPoint>[] = [
  { title: "Parameters", cell: ({ parameters }) => setText(parameters) },
  { title: "Sharpe", cell: ({ metrics }) => ratio(metrics.sharpe), align: "right" },
  { title: "Deflated", cell: ({ deflatedSharpe }) => probability(deflatedSharpe), align: "right" },
  { title: "Return", cell: ({ metrics }) => percent(metrics.totalReturn), align: "right" },
  { title: "CAGR", cell: ({ metrics }) => percent(metrics.cagr), align: "right" },
  { title: "Max drawdown", cell: ({ metrics }) => percent(metrics.maxDrawdown), align: "right" },
  { title: "Trades", cell: ({ metrics }) => countText(metrics.trades), align: "right" },
];

function dataText({ bars, firstMs, lastMs, missingBars }: StudyData): string {
  const gaps = missingBars === 0 ? "" : `, ${countedText(missingBars, "bar")} missing and not filled`;
  return `${countedText(bars, "bar")} from ${utcText(firstMs)} to ${utcText(lastMs)}${gaps}`;
}

const trialsText = ({ total, ofThisStudy }: TrialCount): string =>
  `${countedText(total, "trial")} on this dataset by anyone, ${countText(ofThisStudy)} of them here`;

/** The two parameters that a map is drawn over: those asked for, else the first two that vary. */
export function mapAxes(grid: SweepResult["grid"], asked: readonly string[] | undefined): readonly [x: string, y: string] | undefined {
  const [x, y] = asked ?? Object.keys(grid);
  return x === undefined || y === undefined ? undefined : [x, y];
}

function mapText(result: SweepResult, points: readonly ViewedPoint[], axes: readonly [string, string]): readonly string[] {
  const [x, y] = axes;
  const best = result.best[0]?.parameters ?? points[0]?.parameters ?? {};
  const others = Object.entries(best).filter(([name]) => name !== x && name !== y);
  const shown = points.filter(({ parameters }) => others.every(([name, value]) => parameters[name] === value));
  const fixed = others.length === 0 ? "" : `, with ${setText(Object.fromEntries(others))} as in the best set`;
  const axis = (name: string) => ({ name, values: result.grid[name] ?? [] });
  const cells = shown.map(({ parameters, metrics }) => ({ parameters, value: metrics.sharpe }));
  return ["", `Sharpe ratio over ${x} and ${y}${fixed}`, heatMap({ x: axis(x), y: axis(y), points: cells })];
}

function overfittingText({ overfitting }: SweepResult): string {
  if (overfitting === null) return "Probability of overfitting: – (too few sets or bars, or all sets alike)";
  const { probability: of, lossProbability, blocks } = overfitting;
  return `Probability of overfitting ${probability(of)} (CSCV, ${blocks} blocks); the best in sample lost money out of sample in ${percent(lossProbability)} of the partings`;
}

function sweepText(result: SweepResult, points: readonly ViewedPoint[], axes: readonly [string, string] | undefined): readonly string[] {
  const left = result.leftOut === 0 ? "" : `, ${countedText(result.leftOut, "set")} left out: fast is not the shorter one`;
  return [
    `${countedText(result.points, "parameter set")}${left}; ${dataText(result.data)}`,
    "",
    formatTable(BEST_COLUMNS, result.best.slice(0, BEST_SHOWN)),
    ...(axes === undefined ? [] : mapText(result, points, axes)),
    "",
    overfittingText(result),
    trialsText(result.trials),
  ];
}

type Fold = WalkForwardResult["folds"][number];

const FOLD_COLUMNS: readonly TableColumn<Fold>[] = [
  { title: "Fold", cell: ({ n }) => String(n), align: "right" },
  { title: "Out of sample from", cell: ({ outOfSample }) => utcText(outOfSample.fromMs) },
  { title: "to", cell: ({ outOfSample }) => utcText(outOfSample.toMs) },
  { title: "Chosen in its own training", cell: ({ chosen }) => (chosen === null ? "nothing: cash" : setText(chosen)) },
  { title: "Sharpe in", cell: ({ inSampleSharpe }) => ratio(inSampleSharpe), align: "right" },
  { title: "out", cell: ({ outOfSampleSharpe }) => ratio(outOfSampleSharpe), align: "right" },
  { title: "Return out", cell: ({ outOfSampleReturn }) => percent(outOfSampleReturn), align: "right" },
];

function walkForwardText({ folds, efficiency, outOfSample, trials, data, points }: WalkForwardResult): readonly string[] {
  return [
    `${countedText(folds.length, "fold")} over ${countedText(points, "parameter set")}; ${dataText(data)}`,
    "",
    formatTable(FOLD_COLUMNS, folds),
    "",
    `Out of sample, stitched: Sharpe ${ratio(outOfSample.sharpe)} (deflated ${probability(outOfSample.deflatedSharpe)}), return ${percent(outOfSample.totalReturn)}, max drawdown ${percent(outOfSample.maxDrawdown)}`,
    `Efficiency (mean Sharpe out ÷ in): ${ratio(efficiency)}`,
    trialsText(trials),
  ];
}

function resultText(result: StudyResult, points: readonly ViewedPoint[], axes: readonly string[] | undefined): readonly string[] {
  switch (result.kind) {
    case "sweep":
      return sweepText(result, points, mapAxes(result.grid, axes));
    case "walk-forward":
      return walkForwardText(result);
    case "backtest": {
      const { summary, confidence } = result.report;
      return [
        dataText(result.data),
        `Sharpe ${ratio(summary.sharpe)} (deflated ${probability(confidence.deflatedSharpe)}), return ${percent(summary.totalReturn)}, max drawdown ${percent(summary.maxDrawdown)}, ${countedText(summary.trades, "trade")}`,
        trialsText(result.trials),
      ];
    }
  }
}

/** What a study came to, as a terminal shows it. */
export function studyText({ studyId, result, points, costs, seconds }: ViewedStudy, axes?: readonly string[]): string {
  const named = studyId === undefined ? [] : [`Study ${studyId}`];
  return [
    ...named,
    ...resultText(result, points, axes),
    ...lookLines(result.data.looks ?? []),
    `Each fill: ${costsText(costs)}.`,
    `Walked in ${seconds.toFixed(2)} s.`,
  ].join("\n");
}

/** The same for a script: the result as it is stored, and every parameter set with its figures. */
export function studyJson({ studyId, result, points, costs, seconds }: ViewedStudy): string {
  return JSON.stringify({ study: studyId ?? null, seconds, ...costsJson(costs), result, points });
}
