import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assetOf } from "@ballast/core/money/asset";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, test } from "vitest";
import { columnScalesOf } from "./column-scales.ts";
import { CsvBarReader } from "./csv-bars.ts";
import { ImportRefused } from "./import-refused.ts";
import { readParquetBars } from "./parquet-bars.ts";

const SCALES = columnScalesOf({ base: assetOf("BTC") });
/** Files that another program wrote: pyarrow 26, out of the rows of bars.csv. */
const FOLDER = join(import.meta.dirname, "parquet-fixtures");

type Read = { readonly rows: readonly (readonly number[])[]; readonly unit: string | undefined };

function csvRows(): Read["rows"] {
  const reader = new CsvBarReader("auto", SCALES);
  const rows: number[][] = [];
  for (const batches of [reader.push(readFileSync(join(FOLDER, "bars.csv"))), reader.finish()])
    for (const batch of batches) for (let row = 0; row < batch.rows; row += 1) rows.push(Object.values(batch.barAt(row)));
  return rows;
}

async function parquetRows(name: string): Promise<Read> {
  return rowsOf(join(FOLDER, `${name}.parquet`));
}

async function rowsOf(path: string): Promise<Read> {
  const rows: number[][] = [];
  let unit: string | undefined;
  for await (const batch of readParquetBars(path, { asked: "auto", scales: SCALES })) {
    unit = batch.timestampUnit;
    for (let row = 0; row < batch.rows; row += 1) rows.push(Object.values(batch.barAt(row)));
  }
  return { rows, unit };
}

async function refusalOf(name: string): Promise<ImportRefused> {
  return refusalOfFile(join(FOLDER, `${name}.parquet`));
}

async function refusalOfFile(path: string): Promise<ImportRefused> {
  const error: unknown = await rowsOf(path).catch((thrown: unknown) => thrown);
  if (error instanceof ImportRefused) return error;
  throw new Error("the file was not refused", { cause: error });
}

describe("Parquet files of another program", () => {
  test.each([
    ["decimal-zstd", "ms"],
    ["decimal-as-integer-seconds-gzip", "s"],
    ["timestamp-ns-snappy", undefined],
    ["timestamp-int96-brotli", undefined],
    ["double-split-lz4", "ms"],
  ])("%s holds the rows of the CSV, to the last bit", async (name, unit) => {
    expect(await parquetRows(name)).toEqual({ rows: csvRows(), unit });
  });

  test.each([
    ["refused-float32", "UNSUPPORTED_TYPE", "column open is of the type FLOAT, which has rounded what was printed"],
    ["refused-list", "UNSUPPORTED_TYPE", "column open is of the type LIST"],
    ["refused-too-precise", "TOO_PRECISE", "line 1: 1.00000000000000000001 in column volume"],
  ])("%s says %s", async (name, code, message) => {
    expect(await refusalOf(name)).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

const ROWS = 3_000;
const FIRST_MS = 1_600_000_000_000;

type Cells = Readonly<Record<"open" | "high" | "low" | "close" | "volume", readonly (number | null)[]>>;

/** A file of many pages and row groups, with few prices, so that they stand in dictionaries. */
function writtenFile(folder: string, name: string, change: (cells: Cells) => Cells = (cells) => cells): string {
  const price = (row: number): number => 100 + (row % 7) / 4;
  const column = (of: (row: number) => number): number[] => Array.from({ length: ROWS }, (_, row) => of(row));
  const cells = change({
    open: column(price),
    high: column((row) => price(row) + 1),
    low: column((row) => price(row) - 1),
    close: column((row) => price(row) + 0.5),
    volume: column((row) => row / 8),
  });
  const times = Array.from({ length: ROWS }, (_, row) => BigInt(FIRST_MS + row * 60_000));
  const path = join(folder, `${name}.parquet`);
  const values = Object.entries(cells).map(([column_, data]) => ({ name: column_, data: [...data], type: "DOUBLE" as const }));
  const buffer = parquetWriteBuffer({ columnData: [{ name: "ts_ms", data: times, type: "INT64" }, ...values], rowGroupSize: 1_024 });
  writeFileSync(path, Buffer.from(buffer));
  return path;
}

describe("Parquet files of many row groups", () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-parquet-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("are read in the order of their rows, whatever batch a row falls into", async () => {
    const { rows } = await rowsOf(writtenFile(folder, "whole"));
    expect(rows).toHaveLength(ROWS);
    for (const row of [0, 1, 1_023, 1_024, 2_047, 2_999])
      expect(rows[row]).toEqual([FIRST_MS + row * 60_000, ...[0, 1, -1, 0.5].map((more) => 100 + (row % 7) / 4 + more), row / 8]);
  });

  test.each([
    ["no value", null, "NOT_A_NUMBER", "no value"],
    ["one that is none", Number.NaN, "NOT_A_NUMBER", "NaN"],
    ["one that is endless", Number.POSITIVE_INFINITY, "NOT_A_NUMBER", "Infinity"],
    ["more decimals than there are", 1 / 3, "TOO_PRECISE", "0.333"],
  ])("with %s are refused with its row", async (name, value, code, words) => {
    const path = writtenFile(folder, name.replaceAll(" ", "-"), (cells) => ({ ...cells, close: cells.close.with(1_500, value) }));
    const refused = await refusalOfFile(path);
    expect([refused.code, refused.line]).toEqual([code, 1_501]);
    expect(refused.message).toContain(words);
  });

  test.each([0.2, 0.6, 0.95])("that are cut off after %d of them are refused", async (share) => {
    const whole = readFileSync(writtenFile(folder, "whole"));
    const path = join(folder, "cut.parquet");
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length * share)));
    expect((await refusalOfFile(path)).code).toBe("PARQUET_CORRUPT");
  });

  test("with a page that was overwritten are refused, or read as other numbers", async () => {
    const whole = readFileSync(writtenFile(folder, "whole"));
    for (const at of [40, 400, 4_000, 9_000]) {
      const path = join(folder, "spoilt.parquet");
      const bytes = Buffer.from(whole);
      bytes.fill(0xa5, at, at + 24);
      writeFileSync(path, bytes);
      const faults = await rowsOf(path).then(
        () => [],
        (thrown: unknown) => [thrown],
      );
      for (const fault of faults) expect(fault).toBeInstanceOf(ImportRefused);
    }
  });
});
