import { assetOf } from "@ballast/core/money/asset";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnScalesOf, type ColumnScales } from "./column-scales.ts";
import { CsvBarReader } from "./csv-bars.ts";
import { ImportRefused } from "./import-refused.ts";
import type { TimestampUnit } from "./timestamp-unit.ts";

type Row = readonly number[];

const SCALES = columnScalesOf({ base: assetOf("BTC") });

function readPieces(
  pieces: readonly Uint8Array[],
  unit: TimestampUnit = "auto",
  scales: ColumnScales = SCALES,
): { readonly rows: readonly Row[]; readonly lines: readonly number[] } {
  const reader = new CsvBarReader(unit, scales);
  const rows: Row[] = [];
  const lines: number[] = [];
  const take = (batches: ReturnType<CsvBarReader["push"]>): void => {
    for (const batch of batches) {
      for (let row = 0; row < batch.rows; row += 1) {
        rows.push(Object.values(batch.barAt(row)));
        lines.push(batch.line[row] ?? 0);
      }
    }
  };
  for (const piece of pieces) take(reader.push(piece));
  take(reader.finish());
  return { rows, lines };
}

const read = (text: string, unit?: TimestampUnit, scales?: ColumnScales): readonly Row[] =>
  readPieces([new TextEncoder().encode(text)], unit, scales).rows;

function refusal(text: string, unit?: TimestampUnit, scales?: ColumnScales): ImportRefused {
  try {
    read(text, unit, scales);
  } catch (error) {
    if (error instanceof ImportRefused) return error;
    throw error;
  }
  throw new Error("the text was not refused");
}

const unitOf = (text: string): string | undefined => {
  const reader = new CsvBarReader("auto", SCALES);
  const batches = [...reader.push(new TextEncoder().encode(text)), ...reader.finish()];
  return batches[0]?.timestampUnit;
};

const T0 = 1_609_459_200_000;
const BAR = [T0, 10, 12, 9, 11, 3.5];

describe("CsvBarReader", () => {
  test("reads the same rows with and without a header, in any order of names", () => {
    expect(read(`ts_ms,open,high,low,close,volume\n${T0},10,12,9,11,3.5\n`)).toEqual([BAR]);
    expect(read(`${T0},10,12,9,11,3.5\n`)).toEqual([BAR]);
    expect(read(`Volume,close,low,high,open,ts_ms\n3.5,11,9,12,10,${T0}\n`)).toEqual([BAR]);
    expect(read(`"time","open","high","low","close","volume","count"\n${T0 / 1000},10,12,9,11,3.5,77\n`)).toEqual([BAR]);
  });

  test("reads Kraken's layout: seconds, seven columns, no header", () => {
    expect(read(`${T0 / 1000},10,12,9,11,3.5,42\n`)).toEqual([BAR]);
  });

  test("reads the unit by magnitude, whatever the header calls the column, and says which it was", () => {
    const seconds = `ts_ms,open,high,low,close,volume\n${T0 / 1000},10,12,9,11,3.5\n`;
    expect(read(seconds)).toEqual([BAR]);
    expect(read(`ts_s,open,high,low,close,volume\n${T0},10,12,9,11,3.5\n`)).toEqual([BAR]);
    expect(unitOf(seconds)).toBe("s");
    expect(unitOf(`${T0},10,12,9,11,3.5\n`)).toBe("ms");
  });

  test("reads CRLF, a byte order mark, blank lines and a last line without its end", () => {
    expect(read(`\ufeffts_ms,open,high,low,close,volume\r\n\r\n${T0},10,12,9,11,3.5\r\n\n${T0 + 1000},10,12,9,11,3.5`)).toEqual([
      BAR,
      [T0 + 1000, 10, 12, 9, 11, 3.5],
    ]);
    expect(read(`\ufeff${T0},10,12,9,11,3.5`)).toEqual([BAR]);
  });

  test("gives the same rows however the bytes are cut", () => {
    const text = Array.from({ length: 30 }, (_, n) => `${T0 + n * 60_000},${10 + n},${50 + n}.25,9,11.125,${n}`).join("\r\n");
    const bytes = new TextEncoder().encode(`ts_ms,open,high,low,close,volume\n${text}`);
    const whole = readPieces([bytes]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...[...cuts].sort((left, right) => left - right), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(readPieces(pieces)).toEqual(whole);
      }),
    );
    expect(whole.lines[0]).toBe(2);
  });

  test("gives exactly what is asked of a unit", () => {
    expect(read(`${T0 / 1000},10,12,9,11,1\n`, "s")[0]?.[0]).toBe(T0);
    expect(refusal(`${T0},10,12,9,11,1\n`, "s").code).toBe("TIMESTAMP_AMBIGUOUS");
    expect(refusal(`${T0 / 1000},10,12,9,11,1\n`, "ms").code).toBe("TIMESTAMP_AMBIGUOUS");
  });

  test.each([
    ["TIMESTAMP_AMBIGUOUS", 1, "12345,10,12,9,11,1\n"],
    ["TIMESTAMP_AMBIGUOUS", 2, `${T0},10,12,9,11,1\n${T0 / 1000 + 60},10,12,9,11,1\n`],
    ["TIMESTAMP_AMBIGUOUS", 3, `ts_ms,open,high,low,close,volume\n${T0 / 1000},10,12,9,11,1\n${T0 + 60_000},10,12,9,11,1\n`],
    ["TIMESTAMP_AMBIGUOUS", 3, `ts_s,open,high,low,close,volume\n${T0},10,12,9,11,1\n${T0 / 1000 + 60},10,12,9,11,1\n`],
    ["TIMESTAMP_NOT_WHOLE", 1, `${T0}.5,10,12,9,11,1\n`],
    ["WRONG_COLUMNS", 1, `${T0},10,12,9,11\n`],
    ["WRONG_COLUMNS", 1, "ts_ms,open,high,low,close\n1,2,3,4,5\n"],
    ["WRONG_COLUMNS", 1, "ts_ms,open,open,low,close,volume\n"],
    ["WRONG_COLUMNS", 1, "ts_ms,open,high,low,close,volume,symbol\n"],
    ["WRONG_COLUMNS", 2, `${T0},10,12,9,11,1\n${T0 + 60_000},10,12\n`],
    ["WRONG_COLUMNS", 1, `${"x".repeat(5_000)}\n`],
    ["NOT_A_NUMBER", 2, `${T0},10,12,9,11,1\n${T0 + 60_000},10,12,9,"11",1\n`],
    ["NOT_A_NUMBER", 2, `${T0},10,12,9,11,1\n${T0 + 60_000},10,12,9,,1\n`],
    ["TOO_PRECISE", 1, `${T0},10,12,9,11,1.1234567890123\n`],
    ["TOO_PRECISE", 1, `${T0},10.12345678901234567,12,9,11,1\n`],
  ])("refuses with %s and line %i", (code, line, text) => {
    const refused = refusal(text);
    expect([refused.code, refused.line]).toEqual([code, line]);
    expect(refused.mend).not.toBe("");
  });

  test("holds each column to its own scale, and names line, column and scale", () => {
    const ofCurrency = columnScalesOf({ base: assetOf("EUR") });
    const bar = (open: string, volume: string): string => `${T0},${open},12,9,11,${volume}\n`;
    expect(read(bar("10.123456789012", "0.123456789012"))).toEqual([[T0, 10.123456789012, 12, 9, 11, 0.123456789012]]);
    expect(read(bar("10.123456789012", "3.123456780"), "auto", ofCurrency)[0]?.[5]).toBe(3.12345678);
    const ofVolume = refusal(bar("10", "3.123456789"), "auto", ofCurrency);
    expect([ofVolume.code, ofVolume.message]).toEqual([
      "TOO_PRECISE",
      'line 1: "3.123456789" in column 6 (volume) has more than 8 decimals, the scale of EUR',
    ]);
    expect(refusal(bar("1.1234567890123", "1")).message).toBe(
      'line 1: "1.1234567890123" in column 2 (open) has more than 12 decimals, the scale of prices',
    );
    const huge = refusal(bar("1e29", "1"));
    expect([huge.code, huge.message]).toEqual([
      "TOO_LARGE",
      'line 1: "1e29" in column 2 (open) is not below 10^26: at 12 decimals, the scale of prices, it takes more than 38 digits',
    ]);
    expect(refusal(bar("10", `1${"0".repeat(30)}`), "auto", ofCurrency).message).toContain("column 6 (volume) is not below 10^30");
    expect(refusal(bar("10", "0.1234567890123")).message).toContain("column 6 (volume) has more than 12 decimals, the scale of BTC");
  });
});
