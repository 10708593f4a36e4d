import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../numeric/hash.ts";
import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import type { Bar } from "./bar.ts";
import { decodeChunk, encodeChunk, openChunk, sealChunk, splitMonths } from "./chunk.ts";
import { barAt, columnsBetween, columnsOfBars, concatColumns } from "./columns.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", bytes, "buffer"));
const APRIL_MS = Date.UTC(2021, 3, 1);

function barsFrom(startMs: number, count: number, stepMs = HOUR_MS): readonly Bar[] {
  return Array.from({ length: count }, (_, index) => ({
    tsMs: startMs + index * stepMs,
    open: 100 + index,
    high: 110 + index,
    low: 90.5,
    close: 101 + index,
    volume: index / 8,
  }));
}

/** Bars with holes of days between them, so that months are skipped too. */
const scatteredBars = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 200 }).map((steps) => {
  let tsMs = Date.UTC(2020, 11, 20);
  return steps.map((step): Bar => ({
    tsMs: (tsMs += step * HOUR_MS),
    open: step,
    high: step + 1,
    low: step / 3,
    close: step,
    volume: step % 2,
  }));
});

describe("a chunk", () => {
  it("has these bytes", () => {
    const columns = columnsOfBars([{ tsMs: APRIL_MS, open: 1, high: 2, low: 0.5, close: 1.5, volume: 0 }]);
    const chunk = sealChunk(sha256, { monthMs: APRIL_MS, columns });
    expect(toHex(chunk.body)).toBe(
      "4242433101000000000080acab887742000080acab887742000000000000f03f0000000000000040000000000000e03f000000000000f83f0000000000000000",
    );
    expect(chunk).toMatchObject({ monthMs: APRIL_MS, rows: 1, firstMs: APRIL_MS, lastMs: APRIL_MS });
    expect(toHex(chunk.contentHash)).toBe("fa9a90ace3bcd47a65653dfbfd0a5c742eba5b72cbe7777ef12eb5e65f4ca548");
  });

  it("gives back its bars, and months join to the series they were cut from", () => {
    fc.assert(
      fc.property(scatteredBars, (bars) => {
        const columns = columnsOfBars(bars);
        const months = splitMonths(columns).map((month) => openChunk(sha256, sealChunk(sha256, month)));
        expect(concatColumns(months.map((month) => month.columns))).toEqual(columns);
        for (const month of months) expect(decodeChunk(encodeChunk(month))).toEqual(month);
      }),
    );
  });

  it("is refused where a byte is flipped, cut or of another form", () => {
    const chunk = sealChunk(sha256, { monthMs: APRIL_MS, columns: columnsOfBars(barsFrom(APRIL_MS, 3)) });
    const flipped = chunk.body.slice();
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    expect(() => openChunk(sha256, { body: flipped, contentHash: chunk.contentHash })).toThrow("bar chunk");
    expect(() => openChunk(sha256, { body: chunk.body, contentHash: new Uint8Array() })).toThrow("bar chunk");
    expect(() => decodeChunk(chunk.body.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodeChunk(chunk.body.subarray(1))).toThrow(RangeError);
  });

  it("holds one month of ascending canonical bars, and nothing else", () => {
    const bars = barsFrom(APRIL_MS, 3);
    const encode = (rows: typeof bars, monthMs = APRIL_MS): Uint8Array => encodeChunk({ monthMs, columns: columnsOfBars(rows) });
    expect(() => encode([])).toThrow(RangeError);
    expect(() => encode([...bars].reverse())).toThrow(RangeError);
    expect(() => encode(bars, Date.UTC(2021, 4, 1))).toThrow(RangeError);
    expect(() => encode(bars, APRIL_MS + 1)).toThrow(RangeError);
    expect(() => encode(bars.map((bar) => ({ ...bar, volume: -0 })))).toThrow("volume");
    expect(() => encode(bars.map((bar) => ({ ...bar, close: NaN })))).toThrow("close");
  });

  it("holds a month of minutes", () => {
    const columns = columnsOfBars(barsFrom(APRIL_MS, 30 * 1440, MINUTE_MS));
    expect(decodeChunk(encodeChunk({ monthMs: APRIL_MS, columns })).columns).toEqual(columns);
  });
});

describe("columns", () => {
  it("are cut by time and joined only in order", () => {
    const columns = columnsOfBars(barsFrom(APRIL_MS, 10));
    const middle = columnsBetween(columns, { fromMs: APRIL_MS + 2 * HOUR_MS, toMs: APRIL_MS + 5 * HOUR_MS });
    expect([...middle.tsMs]).toEqual([2, 3, 4].map((hour) => APRIL_MS + hour * HOUR_MS));
    expect(columnsBetween(columns, { fromMs: APRIL_MS + 9.5 * HOUR_MS, toMs: APRIL_MS }).tsMs).toHaveLength(0);
    expect(() => concatColumns([columns, middle])).toThrow(RangeError);
    expect(barAt(columns, 1)).toEqual(barsFrom(APRIL_MS, 2)[1]);
    expect(() => barAt(columns, 10)).toThrow(RangeError);
  });
});
