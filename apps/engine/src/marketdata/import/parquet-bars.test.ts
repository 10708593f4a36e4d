import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assetOf } from "@ballast/core/money/asset";
import { describe, expect, test } from "vitest";
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
  const rows: number[][] = [];
  let unit: string | undefined;
  for await (const batch of readParquetBars(join(FOLDER, `${name}.parquet`), { asked: "auto", scales: SCALES })) {
    unit = batch.timestampUnit;
    for (let row = 0; row < batch.rows; row += 1) rows.push(Object.values(batch.barAt(row)));
  }
  return { rows, unit };
}

async function refusalOf(name: string): Promise<ImportRefused> {
  const error: unknown = await parquetRows(name).catch((thrown: unknown) => thrown);
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
