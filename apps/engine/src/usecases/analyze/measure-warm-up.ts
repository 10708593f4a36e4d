import { FEATURE_KINDS } from "@ballast/core/features/feature-kinds";
import { featureKindOf, parseFeatureNames, warmUpBars } from "@ballast/core/features/feature-name";
import { sourceOfMarketFeature } from "@ballast/core/features/market-features";
import type { PanelColumns } from "@ballast/core/features/panel-columns";
import { correlationSpanOf, warmUpBarsOf } from "@ballast/core/features/return-span";
import { pairIndex } from "@ballast/core/market/snapshot-lookup";
import { REGIME_FEATURE_NAMES } from "@ballast/core/regime/market-track";
import { rowsOnly, type AnalysisData } from "./analysis-data.ts";
import { CORRELATIONS } from "./asked-features.ts";
import { correlationOf, pairsOf, sealedColumns } from "./sealed-columns.ts";

export type WarmUpFinding = {
  readonly feature: string;
  readonly memory: "windowed" | "recursive";
  /** Bars before the first value, as the feature's kind declares them. */
  readonly declaredBars: number;
  /** Bars from the beginning of a history after which its values stay those of the whole one; undefined where they never did. */
  readonly settledBars: number | undefined;
  /** What "those of" means: 0 is the same bits, else a relative difference. */
  readonly tolerance: number;
  /** Of the histories that were tried, how many were long enough to tell. */
  readonly histories: number;
  /** Late: a windowed feature that still differs after its declared warm-up, or one that never settles. */
  readonly verdict: "OK" | "LATE" | "NO_VALUE";
};

export type WarmUpWish = {
  /** The instrument whose features are looked at. */
  readonly symbol: string;
  readonly histories: number;
  /** Relative difference at which a recursive feature counts as settled. */
  readonly tolerance: number;
  /** Rows of a history that are compared; one that the data cuts shorter does not tell that a feature never settles. */
  readonly rowsCompared: number;
};

/** Some twenty times as long as the slowest usual average remembers. */
const ROWS_COMPARED_MIN = 3_000;
/** Rows behind a window's warm-up, so that it is seen to stay settled. */
const ROWS_BEHIND_WARM_UP = 500;

/** Rows at which histories begin, evenly spread, each moved on to a row where every instrument has a bar. */
function beginnings(data: AnalysisData, count: number): readonly number[] {
  const rows = new Set<number>();
  for (let index = 1; index <= count; index += 1) {
    let row = Math.floor((data.rows * index) / (count + 1));
    while (row < data.rows && !data.series.every(({ present }) => present[row] === 1)) row += 1;
    if (row < data.rows) rows.add(row);
  }
  return [...rows];
}

function isSame(short: number, whole: number, tolerance: number): boolean {
  if (Number.isNaN(whole)) return true;
  if (tolerance === 0) return Object.is(short, whole);
  return Math.abs(short - whole) <= tolerance * Math.abs(whole);
}

/** One feature in one history: bars that went by until its values stayed those of the whole; undefined where the whole has none. */
function settledAfter(
  columns: { readonly short: Float64Array; readonly whole: Float64Array; readonly present: Uint8Array },
  from: number,
  tolerance: number,
): { readonly bars: number; readonly isSettled: boolean } | undefined {
  let bars = 0;
  let settled = 0;
  let known = 0;
  let isLastSame = true;
  columns.short.forEach((value, row) => {
    if (columns.present[from + row] !== 1) return;
    const whole = columns.whole[from + row] ?? Number.NaN;
    isLastSame = isSame(value, whole, tolerance);
    if (!Number.isNaN(whole)) known += 1;
    if (!isLastSame) settled = bars + 1;
    bars += 1;
  });
  return known === 0 ? undefined : { bars: settled, isSettled: isLastSame };
}

/** One value of a close whose warm-up is measured. */
type Subject = Pick<WarmUpFinding, "feature" | "memory" | "declaredBars"> & {
  /** Its column in what is sealed of a history. */
  readonly columnOf: (columns: PanelColumns) => Float64Array | undefined;
  /** 1 at rows that count as bars: the market as a whole has one at every row. */
  readonly present: Uint8Array;
};

function subjectsOfInstrument(data: AnalysisData, symbol: string): readonly Subject[] {
  const kinds = data.kinds ?? FEATURE_KINDS;
  const instrument = data.universe.indexOf(symbol);
  const present = data.series[instrument]?.present ?? new Uint8Array();
  return parseFeatureNames(data.featureNames, kinds).map((name, index) => ({
    feature: data.featureNames[index] ?? "",
    memory: featureKindOf(name.kind, kinds)?.memory ?? "windowed",
    declaredBars: warmUpBars(name, kinds),
    columnOf: ({ features }) => features[instrument]?.[index],
    present,
  }));
}

/** Breadth is of a window; the regime remembers its band, and needs of the benchmark what its signs need. */
function subjectsOfMarket(data: AnalysisData): readonly Subject[] {
  const ofRegime = Math.max(...parseFeatureNames(REGIME_FEATURE_NAMES).map((name) => warmUpBars(name)));
  const present = new Uint8Array(data.rows).fill(1);
  return data.marketFeatureNames.map((feature, index) => {
    const source = sourceOfMarketFeature(feature);
    const memory = source === undefined ? "recursive" : "windowed";
    const declaredBars = source === undefined ? ofRegime : warmUpBars(source);
    return { feature, memory, declaredBars, columnOf: ({ market }) => market[index], present };
  });
}

/** Correlations of the instrument with the first of the others; every pair is computed alike. */
function subjectOfCorrelations(data: AnalysisData, symbol: string): readonly Subject[] {
  const pairs = pairsOf(data);
  if (pairs === 0) return [];
  const instrument = data.universe.indexOf(symbol);
  const [left, right] = instrument === 0 ? ([0, 1] as const) : ([0, instrument] as const);
  const pair = pairIndex(left, right, data.universe.length);
  const columnOf = ({ correlationsBps }: PanelColumns): Float64Array =>
    Float64Array.from({ length: (correlationsBps?.length ?? 0) / pairs }, (_, row) => correlationOf(correlationsBps?.[row * pairs + pair]));
  const present = new Uint8Array(data.rows).fill(1);
  return [
    { feature: CORRELATIONS, memory: "windowed", declaredBars: warmUpBarsOf(correlationSpanOf(data.timeframeMs)), columnOf, present },
  ];
}

type History = { readonly from: number; readonly columns: PanelColumns };

function findingOf(
  subject: Subject,
  of: { readonly whole: PanelColumns; readonly short: readonly History[] },
  wish: WarmUpWish,
): WarmUpFinding {
  const { feature, memory, declaredBars, columnOf, present } = subject;
  const tolerance = memory === "windowed" ? 0 : wish.tolerance;
  const whole = columnOf(of.whole) ?? new Float64Array();
  const measured = of.short.flatMap(({ from, columns }) => {
    const column = columnOf(columns);
    const isLongEnough = column !== undefined && column.length > declaredBars;
    const settled = isLongEnough ? settledAfter({ short: column, whole, present }, from, tolerance) : undefined;
    const isCutShort = memory === "recursive" && settled?.isSettled === false && (column?.length ?? 0) < wish.rowsCompared;
    return settled === undefined || isCutShort ? [] : [settled];
  });
  const isSettled = measured.every((settled) => settled.isSettled);
  const settledBars = isSettled && measured.length > 0 ? Math.max(...measured.map(({ bars }) => bars)) : undefined;
  const isLate = !isSettled || (memory === "windowed" && (settledBars ?? 0) > declaredBars);
  const verdict = measured.length === 0 ? "NO_VALUE" : isLate ? "LATE" : "OK";
  return { feature, memory, declaredBars, settledBars, tolerance, histories: measured.length, verdict };
}

function subjectsAsked(data: AnalysisData, symbol: string): readonly Subject[] {
  const subjects = [...subjectsOfInstrument(data, symbol), ...subjectsOfMarket(data), ...subjectOfCorrelations(data, symbol)];
  return subjects.filter(({ feature }) => data.asked?.includes(feature) ?? true);
}

/** Rows of a history that tell of everything that is asked: a month of minutes is longer than any average remembers. */
export function rowsComparedUsual(data: AnalysisData, symbol: string): number {
  const longest = Math.max(...subjectsAsked(data, symbol).map(({ declaredBars }) => declaredBars));
  return Math.max(ROWS_COMPARED_MIN, longest + ROWS_BEHIND_WARM_UP);
}

/**
 * Measures how much history each value of a close needs: histories that begin at rows along the bars are
 * compared with the whole one, value by value. A windowed one must have the same bits from its
 * declared warm-up on; of a recursive one it says when what lies before no longer matters.
 */
export function measureWarmUp(data: AnalysisData, wish: WarmUpWish): readonly WarmUpFinding[] {
  const asked = subjectsAsked(data, wish.symbol);
  const whole = sealedColumns(data);
  const short = beginnings(data, wish.histories).map((from) => {
    const history = rowsOnly(data, { from, to: Math.min(data.rows, from + wish.rowsCompared) });
    return { from, columns: sealedColumns(history) };
  });
  return asked.map((subject) => findingOf(subject, { whole, short }, wish));
}
