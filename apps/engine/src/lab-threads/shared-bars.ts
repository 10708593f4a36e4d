import type { BarColumns } from "@ballast/core/market/bar";

function shareColumn(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

/** The same bars in memory that every thread reads: handed over without a copy, and written by nobody any more. */
export function shareColumns({ tsMs, open, high, low, close, volume }: BarColumns): BarColumns {
  return {
    tsMs: shareColumn(tsMs),
    open: shareColumn(open),
    high: shareColumn(high),
    low: shareColumn(low),
    close: shareColumn(close),
    volume: shareColumn(volume),
  };
}
