import type { BarBatch } from "./bar-batch.ts";
import { CsvBarReader } from "./csv-bars.ts";
import { detectFileKind } from "./file-kind.ts";
import { ImportRefused } from "./import-refused.ts";
import { gunzippedText, plainText, type TextSource } from "./text-source.ts";
import type { TimestampUnit } from "./timestamp-unit.ts";
import { openZipText, type ArchiveWish } from "./zip-entry.ts";

export type BarFile = {
  /** The file, and the entry in it where it is an archive. */
  readonly name: string;
  readonly batches: AsyncIterable<BarBatch>;
};

export type BarFileRequest = { readonly path: string; readonly wish: ArchiveWish; readonly timestampUnit: TimestampUnit };

const ZLIB_FAULTS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: "the compressed stream ends too early",
  Z_DATA_ERROR: "the compressed stream is damaged",
};

/** A stream that broke off, with the line up to which it could be read. */
function brokenStream(cause: unknown, line: number): ImportRefused {
  if (cause instanceof ImportRefused) return cause;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const fact = ZLIB_FAULTS[code] ?? `the file can't be read on: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new ImportRefused({
    code: code in ZLIB_FAULTS ? "ARCHIVE_TRUNCATED" : "FILE_UNREADABLE",
    line: line + 1,
    fact: `${fact}, after ${line} whole lines`,
    mend: "Download or pack the file again; `gzip -t` or `unzip -t` tests it.",
    cause,
  });
}

async function* readText(text: TextSource, timestampUnit: TimestampUnit): AsyncGenerator<BarBatch> {
  const reader = new CsvBarReader(timestampUnit);
  const pieces = text[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await pieces.next().catch((cause: unknown) => {
        throw brokenStream(cause, reader.line);
      });
      if (step.done === true) break;
      yield* reader.push(step.value);
    }
    yield* reader.finish();
  } finally {
    await pieces.return?.();
  }
}

/** Opens a file of bars, whatever it is by its content: CSV, gzip, ZIP or Parquet. */
export async function openBarFile({ path, wish, timestampUnit }: BarFileRequest): Promise<BarFile> {
  const kind = await detectFileKind(path);
  switch (kind) {
    case "csv":
      return { name: path, batches: readText(plainText(path), timestampUnit) };
    case "gzip":
      return { name: path, batches: readText(gunzippedText(path), timestampUnit) };
    case "zip": {
      const { entryName, text } = await openZipText(path, wish);
      return { name: `${path}#${entryName}`, batches: readText(text, timestampUnit) };
    }
    case "parquet": {
      // Loaded where it is needed: the decompressors are WebAssembly.
      const { readParquetBars } = await import("./parquet-bars.ts");
      return { name: path, batches: readParquetBars(path, timestampUnit) };
    }
  }
}
