import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import { BarAggregator, rollUpColumns } from "./aggregation.ts";
import type { Bar } from "./bar.ts";
import { barAt, columnsOfBars } from "./columns.ts";

const SHARED = process.env["BALLAST_SHARED_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const file = (name: string): string => join(SHARED, name);
const PAIRS = ["ETH-BTC", "XRP-USDT", "LINK-EUR"];
const ARE_THERE = PAIRS.every((pair) => existsSync(file(`trades/kraken_${pair}_trades.csv.gz`)));

function rows(name: string): readonly (readonly string[])[] {
  const lines = gunzipSync(readFileSync(file(name)))
    .toString("utf8")
    .trim()
    .split("\n");
  return lines.slice(1).map((line) => line.split(","));
}

function recordedBars(name: string): ReadonlyMap<number, Bar> {
  const bars = rows(name).map((row) => {
    const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.map(Number);
    return { tsMs, open, high, low, close, volume };
  });
  return new Map(bars.map((bar) => [bar.tsMs, bar]));
}

function barsOfTrades(pair: string): readonly Bar[] {
  const aggregator = new BarAggregator(MINUTE_MS);
  const bars: Bar[] = [];
  for (const [ts = "", , , price, amount] of rows(`trades/kraken_${pair}_trades.csv.gz`)) {
    const tsMs = Number(ts);
    bars.push(...aggregator.advanceTo(tsMs));
    aggregator.pushTrade({ tsMs, price: Number(price), amount: Number(amount) });
  }
  return bars;
}

type BothBars = { readonly our: Bar; readonly their: Bar };

/** Prices to the bit; volumes but for the order in which the venue added them up. */
function expectSameBars(both: readonly BothBars[]): void {
  for (const { our, their } of both) {
    expect({ ...our, volume: 0 }).toEqual({ ...their, volume: 0 });
    expect(our.volume).toBeCloseTo(their.volume, 6);
  }
}

/** Bars of both sides, without the first, of which the recording may hold a part only. */
function compared(ours: readonly Bar[], recorded: ReadonlyMap<number, Bar>): readonly BothBars[] {
  return ours.slice(1).flatMap((our) => {
    const their = recorded.get(our.tsMs);
    return their === undefined ? [] : [{ our, their }];
  });
}

describe.skipIf(!ARE_THERE)("against trades and bars that Kraken recorded (BALLAST_SHARED_DATA)", () => {
  it.each(PAIRS)("%s: bars built from trades are the venue's own", (pair) => {
    const minutes = barsOfTrades(pair);
    const both = compared(minutes, recordedBars(`ohlcv/kraken_${pair}_1m.csv.gz`));
    expect(both.length).toBeGreaterThan(100);
    expectSameBars(both);
  });

  it.each(PAIRS)("%s: minutes rolled up are the venue's hours", (pair) => {
    const minutes = columnsOfBars([...recordedBars(`ohlcv/kraken_${pair}_1m.csv.gz`).values()]);
    const columns = rollUpColumns(minutes, { timeframeMs: HOUR_MS, untilMs: minutes.tsMs.at(-1) ?? 0 });
    const hours = Array.from(columns.tsMs, (_, row) => barAt(columns, row));
    const both = compared(hours, recordedBars(`ohlcv/kraken_${pair}_1h.csv.gz`));
    expect(both.length).toBeGreaterThan(100);
    expectSameBars(both);
  });
});
