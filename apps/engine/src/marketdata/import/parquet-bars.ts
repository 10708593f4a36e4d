import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { BATCH_ROWS, BarBatch, VALUE_COLUMNS } from "./bar-batch.ts";
import type { ColumnScales } from "./column-scales.ts";
import { ImportRefused } from "./import-refused.ts";
import { INFLATED_BYTES_MAX, refuseBomb } from "./inflate-bound.ts";
import { openParquetColumns, TIME_PARSERS } from "./parquet-columns.ts";
import type { TimestampUnit } from "./timestamp-unit.ts";

/** A row group is decoded as a whole, so its size is what bounds the memory. */
const ROW_GROUP_ROWS_MAX = 4_000_000;
const ROW_GROUP_BYTES_MAX = 512 * 1024 ** 2;

const corrupt = (cause: unknown): ImportRefused =>
  new ImportRefused({
    code: "PARQUET_CORRUPT",
    fact: `not a readable Parquet file: ${cause instanceof Error ? cause.message : String(cause)}`,
    mend: "Write the file again, as Parquet 1 or 2 without encryption; compression may be none, snappy, gzip, brotli, lz4 or zstd.",
    cause,
  });

function refuseHugeGroups(metadata: FileMetaData, fileBytes: number): void {
  let inflated = 0;
  for (const group of metadata.row_groups) {
    const bytes = group.columns.reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0n), 0);
    inflated += bytes;
    if (Number(group.num_rows) > ROW_GROUP_ROWS_MAX || bytes > ROW_GROUP_BYTES_MAX) {
      throw new ImportRefused({
        code: "ARCHIVE_TOO_LARGE",
        fact: `a row group of ${group.num_rows} rows and ${bytes} bytes`,
        mend: `Write row groups of at most ${ROW_GROUP_ROWS_MAX} rows and ${ROW_GROUP_BYTES_MAX} bytes.`,
      });
    }
  }
  // Dictionaries make Parquet of constant columns tiny, lawfully: only the absolute bound applies.
  refuseBomb({ compressed: Math.max(fileBytes, INFLATED_BYTES_MAX), inflated });
}

/**
 * Reads bars from a Parquet file, one row group in memory at a time. Columns are found by name;
 * `line` of a batch is the 1-based row. Timestamps are integers (s or ms) or Parquet timestamps.
 */
export async function* readParquetBars(
  path: string,
  reading: { readonly asked: TimestampUnit; readonly scales: ColumnScales },
): AsyncGenerator<BarBatch> {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  const stored = await parquetMetadataAsync(file).catch((cause: unknown) => {
    throw corrupt(cause);
  });
  refuseHugeGroups(stored, file.byteLength);
  const { timestamp, timestamps, isTimeDeclared, values, metadata } = openParquetColumns(stored, reading);
  const columns = [timestamp, ...values].map(({ name }) => name);
  const batch = new BarBatch();
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const cells = await readGroup({ file, metadata, columns, rowStart, rowEnd });
    for (let row = 0; row < rowEnd - rowStart; row += 1) {
      const line = rowStart + row + 1;
      batch.line[batch.rows] = line;
      batch.tsMs[batch.rows] = timestamps.toMs(timestamp.read(cells[0]?.[row], line), line);
      VALUE_COLUMNS.forEach((column, index) => {
        batch[column][batch.rows] = values[index]?.read(cells[index + 1]?.[row], line) ?? Number.NaN;
      });
      batch.rows += 1;
      if (batch.rows < BATCH_ROWS) continue;
      batch.timestampUnit = isTimeDeclared ? undefined : timestamps.unit;
      yield batch;
      batch.rows = 0;
    }
    rowStart = rowEnd;
  }
  batch.timestampUnit = isTimeDeclared ? undefined : timestamps.unit;
  if (batch.rows > 0) yield batch;
}

type GroupWish = {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: string[];
  readonly rowStart: number;
  readonly rowEnd: number;
};

async function readGroup({ file, metadata, columns, rowStart, rowEnd }: GroupWish): Promise<readonly ArrayLike<unknown>[]> {
  if (rowEnd === rowStart) return [];
  try {
    const scan = await parquetScan({ file, metadata, columns, compressors, parsers: TIME_PARSERS, utf8: false, rowStart, rowEnd });
    return await Promise.all(columns.map((column) => scan.readColumn({ column, rowStart, rowEnd })));
  } catch (error) {
    throw corrupt(error);
  }
}
