import type { PanelColumns } from "@ballast/core/features/panel-columns";
import { rowsOnly, type AnalysisData } from "./analysis-data.ts";
import { CORRELATIONS } from "./asked-features.ts";
import { cellsOf, pairsOf, pushedRows, rowOfColumns, sealedColumns, type SealedRow } from "./sealed-columns.ts";

/** A value from the bars up to a time, and the one from all bars, where they are not the same. */
export type Leak = {
  readonly instrument: string;
  readonly openMs: number;
  readonly cut: number | undefined;
  readonly whole: number | undefined;
};

export type LookaheadFinding = {
  readonly feature: string;
  /** NO_VALUE: neither side ever had a value, so nothing was compared and nothing is proved. */
  readonly verdict: "OK" | "LEAK" | "NO_VALUE";
  /** Values that were compared; those at which neither had one are not counted. */
  readonly compared: number;
  /** The earliest difference. */
  readonly leak: Leak | undefined;
};

/** A finding while rows are still compared. */
type Tally = { readonly feature: string; compared: number; leak: Leak | undefined };

/** A cut computes everything before it anew: all cuts of one proof together take about this many instrument-bars. */
const BARS_CUT = 2_000_000;
const CUTS_MIN = 4;
const CUTS_MAX = 32;

/** How many cuts are usual: many of a short history, few of a long one. Every row is proved by a push besides. */
export function cutsUsual({ rows, universe }: AnalysisData): number {
  return Math.max(CUTS_MIN, Math.min(CUTS_MAX, Math.floor((2 * BARS_CUT) / (rows * universe.length))));
}

/**
 * The rows at which a history is cut: evenly spread, the last one, and those around the first holes,
 * for there a neighbour is read most easily. The same bars give the same rows.
 */
export function rowsToCut(data: AnalysisData, samples: number): readonly number[] {
  const rows = new Set<number>();
  for (let sample = 1; sample <= samples; sample += 1) rows.add(Math.ceil((data.rows * sample) / samples) - 1);
  let holes = 0;
  for (let row = 1; row < data.rows - 1 && holes < samples / 4; row += 1) {
    const isHole = data.series.some(({ present }) => present[row] === 0 && present[row + 1] === 1);
    if (!isHole) continue;
    holes += 1;
    for (const near of [row, row + 1]) rows.add(near);
  }
  return [...rows].sort((left, right) => left - right);
}

/** What a cell of a sealed row is of. */
type Cell = { readonly tally: Tally; readonly instrument: string };

/** The cells of a row that are asked about, by their place in it. */
function cellsAsked(data: AnalysisData, tallies: ReadonlyMap<string, Tally>): readonly (readonly [place: number, cell: Cell])[] {
  const { universe, featureNames, marketFeatureNames } = data;
  const market = universe.join(" ");
  const triangle = universe.flatMap((left, index) => universe.slice(index + 1).map((right) => `${left} ${right}`));
  const cells = [
    ...universe.flatMap((instrument) => featureNames.map((feature) => ({ feature, instrument }))),
    ...marketFeatureNames.map((feature) => ({ feature, instrument: market })),
    ...(pairsOf(data) === 0 ? [] : triangle.map((instrument) => ({ feature: CORRELATIONS, instrument }))),
  ];
  return cells.flatMap(({ feature, instrument }, place) => {
    const tally = tallies.get(feature);
    return tally === undefined ? [] : [[place, { tally, instrument }] as const];
  });
}

function talliesOf(data: AnalysisData): ReadonlyMap<string, Tally> {
  const { featureNames, marketFeatureNames } = data;
  const asked = data.asked ?? [...featureNames, ...marketFeatureNames, ...(pairsOf(data) > 0 ? [CORRELATIONS] : [])];
  return new Map(asked.map((feature) => [feature, { feature, compared: 0, leak: undefined }]));
}

/** Compares rows with those of the whole data, cell by cell, to the last bit. */
function comparison(data: AnalysisData, whole: PanelColumns, tallies: ReadonlyMap<string, Tally>) {
  const cells = cellsAsked(data, tallies);
  const ofWhole = new Float64Array(cellsOf(data));
  return (row: number, sealed: SealedRow): void => {
    rowOfColumns(data, whole, row, ofWhole);
    for (const [place, { tally, instrument }] of cells) {
      const [cut, all] = [sealed[place] ?? Number.NaN, ofWhole[place] ?? Number.NaN];
      if (Number.isNaN(cut) && Number.isNaN(all)) continue;
      tally.compared += 1;
      const openMs = data.fromMs + row * data.timeframeMs;
      if (Object.is(cut, all) || (tally.leak !== undefined && tally.leak.openMs <= openMs)) continue;
      tally.leak = { instrument, openMs, cut: definedOr(cut), whole: definedOr(all) };
    }
  };
}

/**
 * Looks for features that know the future, in everything that a close seals. The value at every row with all
 * bars in memory must be the one of a push that was handed the bars up to there, to the last bit. At some rows
 * the columns are also computed anew from bars that end there: that asks it of the batch way by itself.
 */
export function findLookahead(data: AnalysisData, samples: number): readonly LookaheadFinding[] {
  const tallies = talliesOf(data);
  const whole = sealedColumns(data);
  const compare = comparison(data, whole, tallies);
  let row = 0;
  for (const pushed of pushedRows(data)) compare(row++, pushed);
  const ofCut = new Float64Array(cellsOf(data));
  for (const last of rowsToCut(data, samples)) {
    const cut = rowsOnly(data, { from: 0, to: last + 1 });
    compare(last, rowOfColumns(cut, sealedColumns(cut), last, ofCut));
  }
  return [...tallies.values()].map((tally) => ({ ...tally, verdict: verdictOf(tally) }));
}

function definedOr(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function verdictOf({ leak, compared }: Tally): LookaheadFinding["verdict"] {
  if (leak !== undefined) return "LEAK";
  return compared === 0 ? "NO_VALUE" : "OK";
}
