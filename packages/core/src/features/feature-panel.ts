import { CorrelationTriangle } from "../indicators/correlation-triangle.ts";
import { PairCorrelations } from "../indicators/pair-correlations.ts";
import type { RowSpan } from "../indicators/row-span.ts";
import type { Bar } from "../market/bar.ts";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { newAlignedBars, type AlignedBars } from "./aligned-bars.ts";
import { benchmarkOf } from "./benchmark.ts";
import { featureColumn } from "./feature-column.ts";
import { breadthStep } from "./market-features.ts";
import { planOf, type PanelPlan, type PanelSpec } from "./panel-spec.ts";
import { readTape, writeTape } from "./panel-state.ts";
import { inverseNorm, returnMoments, returnsOver } from "./risk-kinds.ts";
import { LentPairs } from "./lent-pairs.ts";
import { GridTape } from "./grid-tape.ts";

const FORM = "feature-panel";
const VERSION = 1;

/** All features of one close. */
export type PanelRow = {
  /** In universe order; undefined while a feature warms up, empty where the instrument has no bar. */
  readonly features: readonly (readonly (number | undefined)[])[];
  readonly market: readonly (number | undefined)[];
  /** Upper triangle in universe order, CORRELATION_UNDEFINED where there is none; undefined without market features. */
  readonly correlationsBps: Int16Array | undefined;
};

/** Features of rows in a row, NaN where there is none. Views: the next call overwrites them. */
export type PanelTile = {
  readonly rows: number;
  /** By instrument, then feature, then row. */
  readonly features: readonly (readonly Float64Array[])[];
  readonly market: readonly Float64Array[];
  /** Triangles one behind the other, one a row. */
  readonly correlationsBps: Int16Array | undefined;
  /** What the panel lends in their place where its spec asks for pairs alone. */
  readonly pairs: LentPairs | undefined;
};

const definedOr = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

/**
 * The features of all instruments of a lineage, row by row of the time grid, from the bars so far and
 * nothing else. One row or hundreds at once take the same way, so a batch equals its rows to the last
 * bit; and as windows hang on the clock, so does a panel that was resumed.
 */
export class FeaturePanel {
  readonly #spec: PanelSpec;
  readonly #plan: PanelPlan;
  readonly #tapes: readonly GridTape[];
  /** The tapes with the benchmark's first: the others read its columns. */
  readonly #inTurn: readonly GridTape[];
  readonly #features: readonly (readonly Float64Array[])[];
  readonly #market: readonly Float64Array[];
  readonly #marketSteps: readonly ((span: RowSpan) => void)[];
  readonly #triangle: CorrelationTriangle;
  readonly #pairs: PairCorrelations | undefined;
  #lentPairs: LentPairs | undefined;
  readonly #correlationsBps: Int16Array;
  readonly #single: readonly AlignedBars[];
  /** Where the next row goes. */
  #end: number;
  #intervalOfRowZero = 0;
  #nextOpenMs: number | undefined;

  constructor(spec: PanelSpec) {
    const plan = planOf(spec);
    const { historyRows, tileRows } = plan;
    const shape = { capacity: historyRows + tileRows, timeframeMs: spec.timeframeMs };
    const leader = benchmarkOf(spec.universe);
    const benchmark = new GridTape(shape, undefined);
    this.#spec = spec;
    this.#plan = plan;
    this.#tapes = spec.universe.map((symbol) => (symbol === leader ? benchmark : new GridTape(shape, benchmark)));
    this.#inTurn = [benchmark, ...this.#tapes.filter((tape) => tape !== benchmark)];
    this.#features = this.#tapes.map((tape) => plan.names.map((name) => featureColumn(tape, name, plan.kinds)));
    this.#market = plan.marketSources.map(() => new Float64Array(shape.capacity));
    this.#marketSteps = plan.marketSources.map((source, index) =>
      breadthStep(this.#tapes, source, this.#market[index] ?? new Float64Array()),
    );
    const arePairs = plan.hasCorrelations && spec.correlations === "pairs";
    const { returns: period } = plan.correlated;
    this.#pairs = arePairs ? new PairCorrelations(spec.universe.length, { period, rowsMax: tileRows }) : undefined;
    this.#triangle = new CorrelationTriangle(plan.hasCorrelations && !arePairs ? spec.universe.length : 0, period);
    this.#correlationsBps = new Int16Array(this.#triangle.pairs * tileRows);
    if (plan.hasCorrelations) for (const tape of this.#tapes) inverseNorm(tape, plan.correlated);
    this.#single = spec.universe.map(() => newAlignedBars(1));
    this.#end = historyRows;
  }

  /** Open time of the row that comes next; undefined before the first. */
  get nextOpenMs(): number | undefined {
    return this.#nextOpenMs;
  }

  /** Rows that one call of `advance` takes at most. */
  get tileRows(): number {
    return this.#plan.tileRows;
  }

  /** Takes the bars of the next close, undefined where an instrument has none, and gives all features of it. */
  push(openMs: number, bars: readonly (Bar | undefined)[]): PanelRow {
    if (this.#pairs !== undefined) throw new RangeError("correlations of pairs are lent with tiles; a close alone has them all");
    if (bars.length !== this.#tapes.length) throw new RangeError(`${bars.length} bars for ${this.#tapes.length} instruments`);
    this.#single.forEach((single, index) => {
      const bar = bars[index];
      if (bar !== undefined && bar.tsMs !== openMs) throw new RangeError(`the bar of ${bar.tsMs} does not open at ${openMs}`);
      single.present[0] = bar === undefined ? 0 : 1;
      single.high[0] = bar?.high ?? 0;
      single.low[0] = bar?.low ?? 0;
      single.close[0] = bar?.close ?? 0;
      single.volume[0] = bar?.volume ?? 0;
    });
    const { from } = this.#take(openMs, this.#single, { from: 0, to: 1 });
    return {
      features: this.#features.map((columns, index) => (bars[index] === undefined ? [] : columns.map((column) => definedOr(column[from])))),
      market: this.#market.map((column) => definedOr(column[from])),
      correlationsBps: this.#plan.hasCorrelations ? this.#correlationsBps.slice(0, this.#triangle.pairs) : undefined,
    };
  }

  /** Takes the next rows, at most `tileRows`, of aligned bars in universe order; the first of them opens at `openMs`. */
  advance(openMs: number, series: readonly AlignedBars[], rows: { readonly from: number; readonly to: number }): PanelTile {
    if (series.length !== this.#tapes.length) throw new RangeError(`${series.length} series for ${this.#tapes.length} instruments`);
    const { from, to } = this.#take(openMs, series, rows);
    const pairs = this.#triangle.pairs * (to - from);
    return {
      rows: to - from,
      features: this.#features.map((columns) => columns.map((column) => column.subarray(from, to))),
      market: this.#market.map((column) => column.subarray(from, to)),
      correlationsBps: this.#plan.hasCorrelations && this.#pairs === undefined ? this.#correlationsBps.subarray(0, pairs) : undefined,
      pairs: this.#lentPairs,
    };
  }

  #take(openMs: number, series: readonly AlignedBars[], rows: { readonly from: number; readonly to: number }): RowSpan {
    const count = rows.to - rows.from;
    if (!(count >= 1 && count <= this.#plan.tileRows)) throw new RangeError(`${count} rows at once; 1 to ${this.#plan.tileRows} are taken`);
    this.#follow(openMs, count);
    const from = this.#end;
    this.#end += count;
    const span: RowSpan = { from, to: this.#end, intervalOfRowZero: this.#intervalOfRowZero };
    this.#tapes.forEach((tape, index) => {
      const source = series[index];
      if (source !== undefined) tape.setRows(from, source, { from: rows.from, count });
    });
    for (const tape of this.#inTurn) tape.advance(span);
    for (const step of this.#marketSteps) step(span);
    if (this.#plan.hasCorrelations) this.#correlate(span);
    return span;
  }

  /** Makes room for rows that begin at a time: the one after the last. */
  #follow(openMs: number, count: number): void {
    const { timeframeMs } = this.#spec;
    if (!Number.isInteger(openMs / timeframeMs)) throw new RangeError(`${openMs} is not on the boundaries of ${timeframeMs} ms`);
    if (this.#nextOpenMs !== undefined && openMs !== this.#nextOpenMs)
      throw new RangeError(`the row of ${openMs} does not follow: ${this.#nextOpenMs} comes next`);
    this.#intervalOfRowZero = openMs / timeframeMs - this.#end;
    this.#nextOpenMs = openMs + count * timeframeMs;
    const { historyRows } = this.#plan;
    if (this.#end + count <= historyRows + this.#plan.tileRows) return;
    const shift = this.#end - historyRows;
    for (const tape of this.#tapes) tape.slide(shift, this.#end);
    this.#end = historyRows;
    this.#intervalOfRowZero += shift;
  }

  #correlate(span: RowSpan): void {
    const { correlated } = this.#plan;
    const columns = {
      values: this.#tapes.map((tape) => returnsOver(tape, correlated.barsEach)),
      sums: this.#tapes.map((tape) => returnMoments(tape, correlated).sums),
      inverseNorms: this.#tapes.map((tape) => inverseNorm(tape, correlated)),
    };
    if (this.#pairs === undefined) return this.#triangle.advance(columns, span, this.#correlationsBps);
    this.#lentPairs?.giveBack();
    this.#pairs.advance(columns.values, span);
    this.#lentPairs = new LentPairs(this.#pairs, columns, span);
  }

  #writeHead(writer: CanonicalWriter): void {
    writer.text(FORM).u32(VERSION).i64(this.#spec.timeframeMs);
    for (const names of [this.#spec.universe, this.#spec.featureNames, this.#spec.marketFeatureNames])
      writer.list(names, (name) => writer.text(name));
  }

  /**
   * The state as canonical bytes: the rows that windows can reach, and what averages carry. A panel
   * resumed from them goes on to the same bits.
   */
  encodeState(): Uint8Array {
    const writer = new CanonicalWriter();
    this.#writeHead(writer);
    writer.option(this.#nextOpenMs, (openMs) => writer.i64(openMs));
    if (this.#nextOpenMs === undefined) return writer.finish();
    const rows = { from: this.#end - this.#plan.historyRows, to: this.#end };
    for (const tape of this.#tapes) writeTape(writer, tape, { ...rows, intervalOfRowZero: this.#intervalOfRowZero });
    return writer.finish();
  }

  /** The panel whose `encodeState` gave these bytes; a state of another spec is a RangeError. */
  static resume(spec: PanelSpec, state: Uint8Array): FeaturePanel {
    const panel = new FeaturePanel(spec);
    panel.#restore(new CanonicalReader(state));
    return panel;
  }

  #restore(reader: CanonicalReader): void {
    const head = new CanonicalWriter();
    this.#writeHead(head);
    for (const byte of head.finish()) if (reader.u8() !== byte) throw new RangeError("a feature state of another panel");
    const nextOpenMs = reader.option(() => reader.i64());
    if (nextOpenMs === undefined) return reader.end();
    const { historyRows, tileRows } = this.#plan;
    const { timeframeMs } = this.#spec;
    const firstMs = nextOpenMs - historyRows * timeframeMs;
    const saved = this.#tapes.map((tape) => {
      const read = readTape(reader, historyRows);
      tape.begin(read, { row: this.#end, intervalOfRowZero: firstMs / timeframeMs - this.#end });
      return read;
    });
    // Windows are made again from their rows, by the way that every row takes.
    const bars = saved.map((read) => read.bars);
    for (let from = 0; from < historyRows; from += tileRows)
      this.#take(firstMs + from * timeframeMs, bars, { from, to: Math.min(historyRows, from + tileRows) });
    saved.forEach(({ carried }, index) => {
      this.#tapes[index]?.restore(carried);
    });
    reader.end();
  }
}
