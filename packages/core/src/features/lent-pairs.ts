import type { TriangleColumns } from "../indicators/correlation-triangle.ts";
import type { PairCorrelations } from "../indicators/pair-correlations.ts";
import type { RowSpan } from "../indicators/row-span.ts";
import { pairIndex } from "../market/snapshot-lookup.ts";
import { pairCount } from "../market/pair-count.ts";
import type { PairsBps } from "../market/snapshot.ts";

/** Of a row that nobody asked for. */
const NO_ROW = -1;

/**
 * Correlations of a tile's rows, pair by pair, from columns that the panel lends until it takes the next tile.
 * Every entry of a close asks for the same pairs again, each of them twice: the last answer of a pair is kept.
 */
export class LentPairs {
  readonly #pairs: PairCorrelations;
  readonly #span: RowSpan;
  #columns: TriangleColumns | undefined;
  readonly #askedRow: Int32Array;
  readonly #bps: Int16Array;

  constructor(pairs: PairCorrelations, columns: TriangleColumns, span: RowSpan) {
    this.#pairs = pairs;
    this.#columns = columns;
    this.#span = span;
    this.#askedRow = new Int32Array(pairCount(columns.values.length)).fill(NO_ROW);
    this.#bps = new Int16Array(this.#askedRow.length);
  }

  /** The panel overwrites the columns now: whoever still asks is broken and told so. */
  giveBack(): void {
    this.#columns = undefined;
  }

  /** Those of a row of the tile. */
  at(row: number): PairsBps {
    return { at: (low, high) => this.#bpsAt(row, low, high) };
  }

  #bpsAt(row: number, low: number, high: number): number {
    if (this.#columns === undefined) throw new Error("correlations of a tile that was given back");
    const pair = pairIndex(low, high, this.#columns.values.length);
    const { from, intervalOfRowZero } = this.#span;
    if (this.#askedRow[pair] !== row) this.#bps[pair] = this.#pairs.bpsAt(this.#columns, { low, high, row: from + row, intervalOfRowZero });
    this.#askedRow[pair] = row;
    return this.#bps[pair] ?? NaN;
  }
}
