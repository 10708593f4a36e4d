import type { BarBatch } from "./bar-batch.ts";
import { CsvBarReader } from "./csv-bars.ts";
import type { ArchiveWish } from "./entry-name.ts";
import type { ColumnScales } from "./column-scales.ts";
import { detectFileKind, refuseBinary } from "./file-kind.ts";
import { DamagedStream } from "./gunzip.ts";
import { ImportRefused } from "./import-refused.ts";
import { gunzippedText, plainText, type TextSource } from "./text-source.ts";
import type { TimestampUnit } from "./timestamp-unit.ts";
import { openZipText } from "./zip-entry.ts";

export type BarFile = {
  /** The file, and the entry in it where it is an archive. */
  readonly name: string;
  readonly batches: AsyncIterable<BarBatch>;
};

export type BarFileRequest = {
  readonly path: string;
  readonly wish: ArchiveWish;
  readonly timestampUnit: TimestampUnit;
  readonly scales: ColumnScales;
};

/** zlib's own code for a stream that breaks off: the entries of a ZIP are unpacked by it. */
const ZLIB_TRUNCATED = "Z_BUF_ERROR";
const ZLIB_CORRUPT = "Z_DATA_ERROR";

function damageOf(cause: unknown): { readonly code: string; readonly fact: string } {
  if (cause instanceof DamagedStream) return { code: cause.code, fact: cause.message };
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  if (code === ZLIB_TRUNCATED) return { code: "ARCHIVE_TRUNCATED", fact: "the compressed stream ends too early" };
  if (code === ZLIB_CORRUPT) return { code: "ARCHIVE_CORRUPT", fact: "the compressed stream is damaged" };
  return { code: "FILE_UNREADABLE", fact: `the file can't be read on: ${cause instanceof Error ? cause.message : String(cause)}` };
}

/** A stream that broke off, with the line up to which it could be read. */
function brokenStream(cause: unknown, line: number): ImportRefused {
  if (cause instanceof ImportRefused) return cause;
  const { code, fact } = damageOf(cause);
  return new ImportRefused({
    code,
    line: line + 1,
    fact: `${fact}, after ${line} whole ${line === 1 ? "line" : "lines"}`,
    mend: "Download or pack the file again; `gzip -t` or `unzip -t` tests it.",
    cause,
  });
}

type Pieces = AsyncIterator<Uint8Array>;

/** The next piece; a stream that breaks here is refused with the line that was reached. */
async function nextPiece(pieces: Pieces, reader: CsvBarReader): Promise<Uint8Array | undefined> {
  const step = await pieces.next().catch((cause: unknown) => {
    throw brokenStream(cause, reader.line);
  });
  return step.done === true ? undefined : step.value;
}

/** Rows of nonsense mostly mean a damaged archive, which its checksum shows: that is said before the row is. */
function* readPiece(reader: CsvBarReader, piece: Uint8Array, spoilt: (fault: unknown) => void): Generator<BarBatch> {
  try {
    if (reader.line === 0) refuseBinary(piece);
    yield* reader.push(piece);
  } catch (fault) {
    spoilt(fault);
  }
}

type Reading = Pick<BarFileRequest, "timestampUnit" | "scales">;

async function* readText(text: TextSource, { timestampUnit, scales }: Reading): AsyncGenerator<BarBatch> {
  const reader = new CsvBarReader(timestampUnit, scales);
  const pieces: Pieces = text[Symbol.asyncIterator]();
  let fault: { readonly of: unknown } | undefined;
  try {
    for (let piece = await nextPiece(pieces, reader); piece !== undefined; piece = await nextPiece(pieces, reader)) {
      if (fault === undefined)
        yield* readPiece(reader, piece, (of) => {
          fault = { of };
        });
    }
    if (fault !== undefined) throw fault.of;
    yield* reader.finish();
  } finally {
    await pieces.return?.();
  }
}

/** Opens a file of bars, whatever it is by its content: CSV, gzip, ZIP or Parquet. */
export async function openBarFile({ path, wish, ...reading }: BarFileRequest): Promise<BarFile> {
  const kind = await detectFileKind(path);
  switch (kind) {
    case "csv":
      return { name: path, batches: readText(plainText(path), reading) };
    case "gzip":
      return { name: path, batches: readText(gunzippedText(path), reading) };
    case "zip": {
      const { entryName, text } = await openZipText(path, wish);
      return { name: `${path}#${entryName}`, batches: readText(text, reading) };
    }
    case "parquet": {
      // Loaded where it is needed: the decompressors are WebAssembly.
      const { readParquetBars } = await import("./parquet-bars.ts");
      return { name: path, batches: readParquetBars(path, { asked: reading.timestampUnit, scales: reading.scales }) };
    }
  }
}
