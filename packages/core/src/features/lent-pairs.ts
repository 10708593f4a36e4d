import type { TriangleColumns } from "../indicators/correlation-triangle.ts";
import type { PairCorrelations } from "../indicators/pair-correlations.ts";
import type { RowSpan } from "../indicators/row-span.ts";
import type { PairsBps } from "../market/snapshot.ts";

/** Correlations of a tile's rows, pair by pair, from columns that the panel lends until it takes the next tile. */
export class LentPairs {
  readonly #pairs: PairCorrelations;
  readonly #span: RowSpan;
  #columns: TriangleColumns | undefined;

  constructor(pairs: PairCorrelations, columns: TriangleColumns, span: RowSpan) {
    this.#pairs = pairs;
    this.#columns = columns;
    this.#span = span;
  }

  /** The panel overwrites the columns now: whoever still asks is broken and told so. */
  giveBack(): void {
    this.#columns = undefined;
  }

  /** Those of a row of the tile. */
  at(row: number): PairsBps {
    const { from, intervalOfRowZero } = this.#span;
    return {
      at: (low, high) => {
        if (this.#columns === undefined) throw new Error("correlations of a tile that was given back");
        return this.#pairs.bpsAt(this.#columns, { low, high, row: from + row, intervalOfRowZero });
      },
    };
  }
}
