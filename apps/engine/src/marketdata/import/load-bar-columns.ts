import type { BarColumns } from "@ballast/core/market/bar";
import { COLUMN_NAMES, concatColumns } from "@ballast/core/market/columns";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { MINUTE_MS, timeframeName } from "@ballast/core/time/timeframe";
import type { BarBatch } from "./bar-batch.ts";
import { BarSequence, type SequenceCounts } from "./bar-sequence.ts";
import { stampFile } from "./file-fingerprint.ts";
import { ImportRefused } from "./import-refused.ts";
import { intervalMend, intervalText, usualIntervalOf } from "./interval-count.ts";
import { openBarFile, type BarFileRequest } from "./read-bar-file.ts";

export type LoadRequest = Omit<BarFileRequest, "wish"> & {
  readonly pairNames: readonly string[];
  /** Undefined: what the bars of the file say, by how far apart they open. */
  readonly timeframeMs: number | undefined;
};

/** A file's bars as columns, whole and checked. */
export type LoadedBars = {
  readonly name: string;
  readonly timeframeMs: number;
  readonly columns: BarColumns;
  readonly counts: SequenceCounts;
};

/** An archive is searched by the timeframe that is wished of it; any other file is taken as it is. */
const ANY_MINUTES = 60;

/** The timeframe that the first bars of a file have. */
function timeframeIn({ tsMs, rows }: BarBatch): number {
  const usual = usualIntervalOf(tsMs.subarray(0, rows));
  if (usual === undefined)
    throw new ImportRefused({ code: "TIMEFRAME_UNKNOWN", fact: "one bar does not say how long it is", mend: "Say it with --timeframe." });
  if (timeframeName(usual.ms) !== undefined) return usual.ms;
  throw new ImportRefused({
    code: "TIMEFRAME_UNKNOWN",
    fact: `its bars mostly open ${intervalText(usual.ms)} apart, which is no timeframe`,
    mend: intervalMend(usual.ms),
  });
}

/**
 * Reads a file of bars into columns, whole or not at all, with every check of an import: ascending, on the
 * grid, sane, each refusal with its line or row. Gaps stay gaps.
 */
export async function loadBarColumns(request: LoadRequest): Promise<LoadedBars> {
  const { pairNames, timeframeMs: asked } = request;
  const before = await stampFile(request.path).catch(() => undefined);
  const file = await openBarFile({
    ...request,
    wish: { pairNames, timeframeMinutes: asked === undefined ? ANY_MINUTES : asked / MINUTE_MS },
  });
  const pieces: BarColumns[] = [];
  let sequence: BarSequence | undefined;
  let timeframeMs = asked ?? 0;
  for await (const batch of file.batches) {
    if (batch.rows === 0) continue;
    if (sequence === undefined) {
      timeframeMs = asked ?? timeframeIn(batch);
      sequence = new BarSequence({ timeframeMs });
    }
    for (const month of sequence.accept(batch)) pieces.push(month.columns());
  }
  for (const month of sequence?.finish() ?? []) pieces.push(month.columns());
  const counts = sequence?.counts;
  if (counts === undefined)
    throw new ImportRefused({ code: "FILE_EMPTY", fact: "the file holds no bar", mend: "Give a file with at least one bar." });
  const after = await stampFile(request.path);
  if (before?.bytes !== after.bytes || before.modifiedMs !== after.modifiedMs)
    throw new ImportRefused({
      code: "FILE_CHANGED",
      fact: "the file was written to while it was read",
      mend: "Wait until it is complete and try again.",
    });
  return { name: file.name, timeframeMs, columns: concatColumns(pieces), counts };
}

/** What bars are, whatever file they came in: the timeframe and every value of every column, in canonical form. */
export function hashBarColumns(sha256: Sha256, { timeframeMs, columns }: Pick<LoadedBars, "timeframeMs" | "columns">): Uint8Array {
  const writer = new CanonicalWriter().text("bars").i64(timeframeMs).i64(columns.tsMs.length);
  for (const name of COLUMN_NAMES) {
    const { buffer, byteOffset, byteLength } = columns[name];
    writer.text(name).bytes(sha256(new Uint8Array(buffer, byteOffset, byteLength)));
  }
  return sha256(writer.finish());
}
