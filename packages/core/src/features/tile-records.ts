import type { PackedInstruments } from "../market/snapshot.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import type { RecordRows, TileRows } from "./tile-instrument.ts";

/** Rows that are written at once: as many doubles of a column as one line of the processor's cache brings. */
const GROUP_ROWS = 8;

/**
 * The instruments of a tile's closes in canonical form, a few rows at once: a close has one number of
 * every column, and columns lie far apart. What a row holds is the same as if it were written alone.
 */
export class TileRecords {
  readonly #lent: readonly TileRows[];
  readonly #rowBytes: number;
  readonly #rows: RecordRows;
  #groupFrom = -1;

  /** Instruments out of order are a broken invariant: two forms of one content would be two hashes. */
  constructor(lent: readonly TileRows[]) {
    lent.forEach(({ symbol }, index) => {
      const before = lent[index - 1]?.symbol;
      if (before !== undefined && before >= symbol) throw new RangeError(`snapshot: ${symbol} stands after ${before}`);
    });
    this.#lent = lent;
    this.#rowBytes = lent.reduce((sum, { recordBytes }) => sum + recordBytes, 0);
    const bytes = new Uint8Array(GROUP_ROWS * this.#rowBytes);
    this.#rows = {
      bytes,
      view: new DataView(bytes.buffer),
      ends: new Int32Array(GROUP_ROWS),
      broken: new Uint8Array(GROUP_ROWS),
    };
  }

  /** The instruments of one row, whose bars opened at `barOpenMs`. */
  at(row: number, of: Pick<PackedInstruments, "barOpenMs" | "isOf">): PackedInstruments {
    const { length: count } = this.#lent;
    return { ...of, count, featureCount: this.#lent[0]?.featureCount ?? 0, write: (writer) => this.#write(writer, row) };
  }

  #write(writer: CanonicalWriter, row: number): void {
    const step = row % GROUP_ROWS;
    if (row - step !== this.#groupFrom) this.#layOut(row - step);
    if (this.#rows.broken[step] === 1) throw new RangeError("not canonical: a number of a bar");
    writer.again(this.#rows.bytes, step * this.#rowBytes, this.#rows.ends[step] ?? 0);
  }

  #layOut(groupFrom: number): void {
    const { ends, broken } = this.#rows;
    for (let step = 0; step < GROUP_ROWS; step += 1) ends[step] = step * this.#rowBytes;
    broken.fill(0);
    for (const rows of this.#lent) rows.encode(this.#rows, groupFrom);
    this.#groupFrom = groupFrom;
  }
}
