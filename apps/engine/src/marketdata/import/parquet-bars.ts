import { inspect } from "node:util";
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { BATCH_ROWS, BarBatch, VALUE_COLUMNS, type ValueColumn } from "./bar-batch.ts";
import { namedLayout } from "./column-layout.ts";
import { DECIMAL_MENDS } from "./csv-bars.ts";
import { faultOfDouble, readDecimal } from "./decimal.ts";
import { ImportRefused } from "./import-refused.ts";
import { INFLATED_BYTES_MAX, refuseBomb } from "./inflate-bound.ts";
import { TimestampReader, type TimestampUnit } from "./timestamp-unit.ts";

/** A row group is decoded as a whole, so its size is what bounds the memory. */
const ROW_GROUP_ROWS_MAX = 4_000_000;
const ROW_GROUP_BYTES_MAX = 512 * 1024 ** 2;

const corrupt = (cause: unknown): ImportRefused =>
  new ImportRefused({
    code: "PARQUET_CORRUPT",
    fact: `not a readable Parquet file: ${cause instanceof Error ? cause.message : String(cause)}`,
    mend: "Write the file again; compression may be none, snappy, gzip, brotli, lz4 or zstd.",
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

/** One cell as a double; INT64 comes as bigint, timestamps as Date. */
function cellNumber(cell: unknown, where: { readonly line: number; readonly column: string }): number {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (cell instanceof Date) return cell.getTime();
  const read = typeof cell === "string" ? readDecimal(cell) : "not a number";
  if (typeof read === "number") return read;
  throw new ImportRefused({
    code: "NOT_A_NUMBER",
    line: where.line,
    fact: `column ${where.column} holds ${cell === null || cell === undefined ? "no value" : inspect(cell)}`,
    mend: DECIMAL_MENDS["not a number"],
  });
}

function checkedValue(cell: unknown, where: { readonly line: number; readonly column: ValueColumn }): number {
  const value = cellNumber(cell, where);
  const fault = faultOfDouble(value);
  if (fault === undefined) return value === 0 ? 0 : value;
  throw new ImportRefused({
    code: fault === "not a number" ? "NOT_A_NUMBER" : "TOO_PRECISE",
    line: where.line,
    fact: `${value} in column ${where.column} is ${fault === "not a number" ? fault : `a number of ${fault}`}`,
    mend: DECIMAL_MENDS[fault],
  });
}

/**
 * Reads bars from a Parquet file, one row group in memory at a time. Columns are found by name;
 * `line` of a batch is the 1-based row. Timestamps are integers (s or ms) or Parquet timestamps.
 */
export async function* readParquetBars(path: string, asked: TimestampUnit): AsyncGenerator<BarBatch> {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
    throw corrupt(cause);
  });
  refuseHugeGroups(metadata, file.byteLength);
  const names = metadata.schema
    .slice(1)
    .filter(({ num_children }) => num_children === undefined)
    .map(({ name }) => name);
  const layout = namedLayout(names, undefined);
  const columns = [names[layout.timestamp] ?? "", ...layout.values.map((position) => names[position] ?? "")];
  const timestamps = new TimestampReader(asked);
  const batch = new BarBatch();
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const cells = await readGroup({ file, metadata, columns, rowStart, rowEnd });
    for (let row = 0; row < rowEnd - rowStart; row += 1) {
      const line = rowStart + row + 1;
      batch.line[batch.rows] = line;
      batch.tsMs[batch.rows] = timestamps.toMs(cellNumber(cells[0]?.[row], { line, column: columns[0] ?? "" }), line);
      VALUE_COLUMNS.forEach((column, index) => {
        batch[column][batch.rows] = checkedValue(cells[index + 1]?.[row], { line, column });
      });
      batch.rows += 1;
      if (batch.rows === BATCH_ROWS) {
        yield batch;
        batch.rows = 0;
      }
    }
    rowStart = rowEnd;
  }
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
    const scan = await parquetScan({ file, metadata, columns, compressors, rowStart, rowEnd });
    return await Promise.all(columns.map((column) => scan.readColumn({ column, rowStart, rowEnd })));
  } catch (error) {
    throw corrupt(error);
  }
}
