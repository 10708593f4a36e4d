import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, type AsyncBuffer, type FileMetaData, type RowGroup } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { BATCH_ROWS, BarBatch, VALUE_COLUMNS } from "./bar-batch.ts";
import type { ColumnScales } from "./column-scales.ts";
import { ImportRefused } from "./import-refused.ts";
import { INFLATED_BYTES_MAX, refuseBomb } from "./inflate-bound.ts";
import { isStoredAsNumber, numbersOf, openParquetColumns, TIME_PARSERS, timesOf } from "./parquet-columns.ts";
import { readNumberColumn, type NumberColumn } from "./parquet-pages.ts";
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
    const cells = await readGroup({ file, metadata, group, columns, rowStart, rowEnd });
    const read = { firstLine: rowStart + 1, rows: rowEnd - rowStart };
    const tsMs = timesOf(timestamp, timestamps, { ...read, cells: cells[0] });
    const numbers = values.map((column, index) => numbersOf(column, { ...read, cells: cells[index + 1] }));
    for (let from = 0; from < read.rows; from += BATCH_ROWS) {
      const to = Math.min(read.rows, from + BATCH_ROWS);
      batch.rows = to - from;
      batch.tsMs.set(tsMs.subarray(from, to));
      VALUE_COLUMNS.forEach((column, index) => {
        batch[column].set(numbers[index]?.subarray(from, to) ?? []);
      });
      for (let row = 0; row < batch.rows; row += 1) batch.line[row] = read.firstLine + from + row;
      batch.timestampUnit = isTimeDeclared ? undefined : timestamps.unit;
      yield batch;
    }
    rowStart = rowEnd;
  }
}

type GroupWish = {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly group: RowGroup;
  readonly columns: string[];
  readonly rowStart: number;
  readonly rowEnd: number;
};

/** The numbers of a column as they are stored; undefined where the library has to make sense of its cells. */
async function storedNumbers({ file, metadata, group }: GroupWish, name: string): Promise<NumberColumn | undefined> {
  const meta = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
  const element = metadata.schema.find((candidate) => candidate.name === name);
  if (meta === undefined || element === undefined || !isStoredAsNumber(element)) return undefined;
  // Some writers leave out where the dictionary is: it stands right before the data.
  const offset = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
  const bytes = await file.slice(offset, offset + Number(meta.total_compressed_size));
  return readNumberColumn({ meta, bytes, rows: Number(group.num_rows), isOptional: element.repetition_type !== "REQUIRED" });
}

async function readGroup(wish: GroupWish): Promise<readonly ArrayLike<unknown>[]> {
  const { file, metadata, columns, rowStart, rowEnd } = wish;
  if (rowEnd === rowStart) return [];
  try {
    const stored = await Promise.all(columns.map((name) => storedNumbers(wish, name)));
    if (stored.every((column) => column !== undefined)) return stored;
    const scan = await parquetScan({ file, metadata, columns, compressors, parsers: TIME_PARSERS, utf8: false, rowStart, rowEnd });
    return await Promise.all(
      columns.map((column, index) => Promise.resolve(stored[index] ?? scan.readColumn({ column, rowStart, rowEnd }))),
    );
  } catch (error) {
    throw corrupt(error);
  }
}
