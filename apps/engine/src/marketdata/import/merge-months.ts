import type { BarColumns } from "@ballast/core/market/bar";
import { newColumns, viewOfColumns } from "@ballast/core/market/columns";
import { VALUE_COLUMNS } from "./bar-batch.ts";
import { ImportRefused } from "./import-refused.ts";
import type { MonthRows } from "./month-rows.ts";

/** First and last bar of the series before the import. */
export type StoredSpan = { readonly firstMs: number; readonly lastMs: number };

export type MonthMerge = {
  readonly columns: BarColumns;
  /** Bars that were not there before. */
  readonly added: number;
  /** Of those, bars between the series' first and last: a gap that was filled, which changes what was known. */
  readonly inserted: number;
  /** Bars that were there with the same values. */
  readonly agreed: number;
  /** Bars that were there with other values, replaced because --revise was given. */
  readonly revised: number;
  /** Open times of the bars that were inserted or revised, ascending. */
  readonly repairedMs: readonly number[];
};

function isSameBar(
  left: { readonly columns: BarColumns; readonly row: number },
  right: { readonly columns: BarColumns; readonly row: number },
): boolean {
  return VALUE_COLUMNS.every((column) => left.columns[column][left.row] === right.columns[column][right.row]);
}

const barText = (columns: BarColumns, row: number): string => VALUE_COLUMNS.map((column) => `${column} ${columns[column][row]}`).join(", ");

/**
 * Lays a file's month over the stored one. Where both have a bar they must agree; with `revise` the
 * file's values win. Stored bars that the file lacks stay.
 */
export function mergeMonth(
  stored: BarColumns,
  incoming: MonthRows,
  options: { readonly revise: boolean; readonly span: StoredSpan },
): MonthMerge {
  const fresh = incoming.columns();
  const merged = newColumns(stored.tsMs.length + fresh.tsMs.length);
  const counts = { added: 0, inserted: 0, agreed: 0, revised: 0 };
  const repairedMs: number[] = [];
  let at = 0;
  const take = (columns: BarColumns, row: number): void => {
    merged.tsMs[at] = columns.tsMs[row] ?? Number.NaN;
    for (const column of VALUE_COLUMNS) merged[column][at] = columns[column][row] ?? Number.NaN;
    at += 1;
  };
  for (let left = 0, right = 0; left < stored.tsMs.length || right < fresh.tsMs.length;) {
    const storedMs = stored.tsMs[left] ?? Number.POSITIVE_INFINITY;
    const freshMs = fresh.tsMs[right] ?? Number.POSITIVE_INFINITY;
    if (storedMs < freshMs) {
      take(stored, left);
      left += 1;
      continue;
    }
    if (freshMs < storedMs) {
      counts.added += 1;
      if (freshMs > options.span.firstMs && freshMs < options.span.lastMs) {
        counts.inserted += 1;
        repairedMs.push(freshMs);
      }
    } else {
      const isSame = isSameBar({ columns: stored, row: left }, { columns: fresh, row: right });
      if (!isSame && !options.revise) throw disagreement({ stored, left, fresh, right, line: incoming.lineOf(right) });
      if (isSame) {
        counts.agreed += 1;
      } else {
        counts.revised += 1;
        repairedMs.push(freshMs);
      }
      left += 1;
    }
    take(fresh, right);
    right += 1;
  }
  return { ...counts, repairedMs, columns: viewOfColumns(merged, { from: 0, to: at }) };
}

function disagreement(at: {
  readonly stored: BarColumns;
  readonly left: number;
  readonly fresh: BarColumns;
  readonly right: number;
  readonly line: number;
}): ImportRefused {
  return new ImportRefused({
    code: "DISAGREES_WITH_STORED",
    line: at.line,
    fact: `the bar of ${new Date(at.stored.tsMs[at.left] ?? 0).toISOString()} is stored with other values (stored: ${barText(at.stored, at.left)}; file: ${barText(at.fresh, at.right)})`,
    mend: "Find out which is right. To replace the stored bars, import with --revise: it writes a new revision, and runs open a new lineage.",
  });
}
