import type { PanelColumns } from "@ballast/core/features/panel-columns";
import { featuresOf, rowsOnly, type AnalysisData } from "./analysis-data.ts";

/** A value from bars cut at a time, and the one from all bars, where they are not the same. */
export type Leak = {
  readonly instrument: string;
  readonly openMs: number;
  readonly cut: number | undefined;
  readonly whole: number | undefined;
};

export type LookaheadFinding = {
  readonly feature: string;
  readonly verdict: "OK" | "LEAK" | "NO_VALUE";
  /** Values that were compared; those at which neither had one are not counted. */
  readonly compared: number;
  /** The earliest difference among the times that were tried. */
  readonly leak: Leak | undefined;
};

/** A finding while rows are still compared. */
type Tally = { readonly feature: string; compared: number; leak: Leak | undefined };

/** Triangles of correlations are proved along with the values of the market. */
const CORRELATIONS = "correlations";

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

/** The columns of a feature, one an instrument; the market's stand for all. */
type Watched = {
  readonly feature: string;
  readonly columns: (of: PanelColumns) => readonly (readonly [instrument: string, column: ArrayLike<number>, width: number])[];
};

function watchedOf(data: AnalysisData): readonly Watched[] {
  const { universe } = data;
  const market = universe.join(" ");
  const pairs = (universe.length * (universe.length - 1)) / 2;
  return [
    ...data.featureNames.map((feature, index) => ({
      feature,
      columns: (of: PanelColumns) => universe.map((symbol, instrument) => [symbol, of.features[instrument]?.[index] ?? [], 1] as const),
    })),
    ...data.marketFeatureNames.map((feature, index) => ({
      feature,
      columns: (of: PanelColumns) => [[market, of.market[index] ?? [], 1] as const],
    })),
    ...(data.marketFeatureNames.length === 0 || pairs === 0
      ? []
      : [{ feature: CORRELATIONS, columns: (of: PanelColumns) => [[market, of.correlationsBps ?? [], pairs] as const] }]),
  ];
}

/**
 * Looks for features that know the future: the value at t from bars cut at t must be the value at t
 * from all bars, to the last bit, for every feature at every row that is tried.
 */
export function findLookahead(data: AnalysisData, samples: number): readonly LookaheadFinding[] {
  const watched = watchedOf(data);
  const findings = watched.map(({ feature }): Tally => ({ feature, compared: 0, leak: undefined }));
  const whole = featuresOf(data);
  for (const row of rowsToCut(data, samples)) {
    const cut = featuresOf(rowsOnly(data, { from: 0, to: row + 1 }));
    watched.forEach(({ columns }, index) => {
      const finding = findings[index];
      const ofCut = columns(cut);
      columns(whole).forEach(([instrument, column, width], place) => {
        for (let cell = row * width; cell < (row + 1) * width && finding !== undefined; cell += 1) {
          const [before, after] = [ofCut[place]?.[1][cell] ?? Number.NaN, column[cell] ?? Number.NaN];
          if (!Number.isNaN(before) || !Number.isNaN(after)) finding.compared += 1;
          if (Object.is(before, after)) continue;
          finding.leak ??= { instrument, openMs: data.fromMs + row * data.timeframeMs, cut: definedOr(before), whole: definedOr(after) };
        }
      });
    });
  }
  return findings.map((finding) => ({ ...finding, verdict: verdictOf(finding) }));
}

function definedOr(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function verdictOf({ leak, compared }: { readonly leak: Leak | undefined; readonly compared: number }): LookaheadFinding["verdict"] {
  if (leak !== undefined) return "LEAK";
  return compared === 0 ? "NO_VALUE" : "OK";
}
