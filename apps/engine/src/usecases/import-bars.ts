import { basename } from "node:path";
import type { Instrument } from "@ballast/core/market/instrument";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { lastTailMs, type ChunkHead } from "@ballast/db/repositories/bars";
import { ensureInstrument } from "@ballast/db/repositories/instruments";
import { insertPassport, listPassports, lockSeries, openSeries, type Passport, type Series } from "@ballast/db/repositories/series";
import type { ClientBase, Pool } from "pg";
import { BarSequence, type SequenceCounts } from "../marketdata/import/bar-sequence.ts";
import { ChunkWriter, type WriteCounts } from "../marketdata/import/chunk-writer.ts";
import { columnScalesOf } from "../marketdata/import/column-scales.ts";
import { hashFile, stampFile } from "../marketdata/import/file-fingerprint.ts";
import { GapMap } from "../marketdata/import/gap-map.ts";
import { ImportRefused } from "../marketdata/import/import-refused.ts";
import { openBarFile, type BarFile } from "../marketdata/import/read-bar-file.ts";
import type { ReadUnit, TimestampUnit } from "../marketdata/import/timestamp-unit.ts";
import { seriesIdOf } from "../marketdata/series-id.ts";

export type ImportRequest = {
  readonly path: string;
  readonly instrument: Instrument;
  /** The venue's names of the pair, by which an archive's entry is found. */
  readonly venueNames: readonly string[];
  readonly timeframeMs: number;
  readonly source: string;
  readonly timestampUnit: TimestampUnit;
  readonly revise: boolean;
  /** Takes a file whose bars mostly lie farther apart than the timeframe: its instrument is hardly ever traded. */
  readonly isSparseAllowed?: boolean;
};

export type ImportPorts = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  /** Told now and then how far the import is. */
  readonly onProgress: (progress: { readonly rows: number; readonly lastMs: number }) => void;
};

/** What an import did. `unchanged`: every bar of the file was there already. */
export type ImportOutcome = {
  readonly state: "imported" | "unchanged" | "already imported";
  readonly series: Series;
  readonly counts: SequenceCounts & WriteCounts;
  readonly passport: Passport;
  /** What the file's timestamps were read as; undefined where it declares times, or was not read again. */
  readonly timestampUnit: ReadUnit | undefined;
};

const NOTHING: SequenceCounts & WriteCounts = {
  rows: 0,
  duplicatesDropped: 0,
  added: 0,
  agreed: 0,
  inserted: 0,
  revised: 0,
  repairedFromMs: null,
  repairedToMs: null,
};

/**
 * Imports a file of bars into its series, whole or not at all: every chunk and the passport become
 * visible with one commit. Bars that are there already must agree with the file, unless `revise`
 * writes a new revision. Missing intervals stay missing and stand in the passport.
 */
export async function importBars(ports: ImportPorts, request: ImportRequest): Promise<ImportOutcome> {
  const stamp = await stampFile(request.path).catch(() => undefined);
  const wish = { pairNames: [request.instrument.symbol, ...request.venueNames], timeframeMinutes: request.timeframeMs / MINUTE_MS };
  const { path, timestampUnit: asked, instrument } = request;
  const file = await openBarFile({ path, wish, timestampUnit: asked, scales: columnScalesOf(instrument) });
  const fileHash = await hashFile(request.path);
  return inTransaction(ports.pool, async (client) => {
    const series = await openWritableSeries(client, ports.sha256, request);
    const passports = await listPassports(client, series.id);
    const known = request.revise ? undefined : passports.find((passport) => Buffer.compare(passport.fileHash, fileHash) === 0);
    const latest = passports.at(-1);
    if (known !== undefined && latest !== undefined)
      return { state: "already imported", series, counts: NOTHING, passport: latest, timestampUnit: undefined };
    const gaps = new GapMap();
    const writer = await ChunkWriter.open({ client, sha256: ports.sha256 }, series, { gaps, revise: request.revise });
    const { timestampUnit, ...read } = await layFileOver(file, { writer, request, onProgress: ports.onProgress });
    const counts = { ...read, ...writer.counts };
    await refuseChangedFile(request.path, stamp);
    if (counts.added + counts.revised === 0 && latest !== undefined)
      return { state: "unchanged", series, counts, passport: latest, timestampUnit };
    await writer.completeGaps();
    const passport = describeSeries(ports.sha256, {
      series,
      heads: writer.heads(),
      gaps,
      counts,
      seq: (latest?.seq ?? 0) + 1,
      fileName: basename(file.name),
      fileHash,
    });
    await insertPassport(client, passport);
    return { state: "imported", series, counts, passport, timestampUnit };
  });
}

/** The locked series of the request; one that a feed appends to is refused, for its tail would be hidden behind older chunks. */
async function openWritableSeries(client: ClientBase, sha256: Sha256, request: ImportRequest): Promise<Series> {
  const key = { source: request.source, symbol: request.instrument.symbol, timeframeMs: request.timeframeMs };
  await ensureInstrument(client, request.instrument);
  const series = await openSeries(client, { ...key, id: seriesIdOf(sha256, key), isSynthetic: false });
  await lockSeries(client, series.id);
  const isFed = series.isSynthetic || (await lastTailMs(client, series.id)) !== undefined;
  if (!isFed) return series;
  throw new ImportRefused({
    code: "SERIES_IS_FED",
    fact: `series ${series.source} ${series.symbol} is written by a feed`,
    mend: "Import under another --source.",
  });
}

type Laying = { readonly writer: ChunkWriter; readonly request: ImportRequest; readonly onProgress: ImportPorts["onProgress"] };

type FileRead = SequenceCounts & Pick<ImportOutcome, "timestampUnit">;

async function layFileOver(file: BarFile, { writer, request, onProgress }: Laying): Promise<FileRead> {
  const sequence = new BarSequence(request);
  let timestampUnit: ReadUnit | undefined;
  for await (const batch of file.batches) {
    for (const month of sequence.accept(batch)) await writer.write(month);
    timestampUnit = batch.timestampUnit;
    onProgress({ rows: sequence.counts.rows, lastMs: batch.tsMs[batch.rows - 1] ?? 0 });
  }
  for (const month of sequence.finish()) await writer.write(month);
  if (sequence.counts.rows === 0)
    throw new ImportRefused({ code: "FILE_EMPTY", fact: "the file holds no bar", mend: "Give a file with at least one bar." });
  return { ...sequence.counts, timestampUnit };
}

/** The hash was taken before the rows were read: a file that was written to meanwhile is neither. */
async function refuseChangedFile(path: string, before: Awaited<ReturnType<typeof stampFile>> | undefined): Promise<void> {
  const after = await stampFile(path);
  if (before?.bytes === after.bytes && before.modifiedMs === after.modifiedMs) return;
  throw new ImportRefused({
    code: "FILE_CHANGED",
    fact: "the file was written to while it was imported",
    mend: "Wait until it is complete and import it again.",
  });
}

type SeriesFacts = {
  readonly series: Series;
  readonly heads: readonly ChunkHead[];
  readonly gaps: GapMap;
  readonly counts: SequenceCounts & WriteCounts;
  readonly seq: number;
  readonly fileName: string;
  readonly fileHash: Uint8Array;
};

/** The passport of a series after an import. Its content hash covers every chunk, in time order. */
function describeSeries(sha256: Sha256, { series, heads, gaps, counts, seq, fileName, fileHash }: SeriesFacts): Passport {
  const writer = new CanonicalWriter();
  writer.text("series content").text(series.source).text(series.symbol).i64(series.timeframeMs);
  writer.list(heads, ({ monthMs, contentHash }) => writer.i64(monthMs).bytes(contentHash));
  return {
    id: deriveId(sha256, { kind: "passport", accountKey: series.id, runKey: "", slotKey: "", n: seq }),
    seriesId: series.id,
    seq,
    fileName,
    fileHash,
    rows: heads.reduce((sum, head) => sum + head.rows, 0),
    duplicatesDropped: counts.duplicatesDropped,
    firstMs: heads.at(0)?.firstMs ?? 0,
    lastMs: heads.at(-1)?.lastMs ?? 0,
    gaps: gaps.toPassport(),
    repairs: { inserted: counts.inserted, revised: counts.revised, fromMs: counts.repairedFromMs, toMs: counts.repairedToMs },
    gapBars: gaps.bars,
    contentHash: sha256(writer.finish()),
  };
}
