import type { FillRow } from "@ballast/core/decision/booking";
import { describe, expect, test } from "vitest";
import { DailyChecks, type DayCheck } from "./daily-check.ts";
import type { PaperSlot } from "./paper-loop.ts";

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2025, 0, 6);
const bar = { tsMs: 0, open: 1, high: 1, low: 1, close: 1, volume: 1 };

const fill = (side: FillRow["side"], quantity: bigint): FillRow => ({
  ...{ fillSeq: 1, atMs: FROM_MS, orderId: "o", symbol: "BTC/USD", side, quantity, priceUnits: 1n, referencePriceUnits: 1n },
  ...{ feeUnits: 0n, feeAsset: "USD", why: side === "buy" ? ("entry" as const) : ("exit" as const), ledgerSeq: 1 },
});

const slot = (hour: number, over: Partial<PaperSlot> = {}): PaperSlot => ({
  closeMs: FROM_MS + hour * HOUR_MS,
  bars: ["BTC/USD", "ETH/USD"].map((symbol) => ({ symbol, bar })),
  ...{ decision: undefined, bookings: [], equityUnits: 10_000n, exposureUnits: 0n, positions: [], overdrawn: [], halts: [] },
  receiptHash: new Uint8Array(32),
  ...over,
});

/** The checks of the hours from `from` to `to`, with what some of them are otherwise. */
function checksOf(
  hours: readonly [from: number, to: number],
  otherwise: Readonly<Record<number, Partial<PaperSlot>>> = {},
): readonly DayCheck[] {
  const checks = new DailyChecks({ timeframeMs: HOUR_MS });
  const days: (DayCheck | undefined)[] = [];
  for (let hour = hours[0]; hour <= hours[1]; hour += 1) days.push(checks.add(slot(hour, otherwise[hour])));
  return [...days, checks.end()].filter((day) => day !== undefined);
}

const codesOf = (day: DayCheck | undefined): readonly string[] => day?.breaches.map(({ code }) => code) ?? [];

describe("the daily check of a paper loop", () => {
  test("comes at the end of each UTC day, and for the part of one that ran", () => {
    const days = checksOf([15, 52]);
    expect(days.map(({ fromMs, toMs, closesSeen, closesExpected }) => [fromMs, toMs, closesSeen, closesExpected])).toEqual([
      [FROM_MS + 14 * HOUR_MS, FROM_MS + 24 * HOUR_MS, 10, 10],
      [FROM_MS + 24 * HOUR_MS, FROM_MS + 48 * HOUR_MS, 24, 24],
      [FROM_MS + 48 * HOUR_MS, FROM_MS + 52 * HOUR_MS, 4, 4],
    ]);
    expect(days.flatMap(codesOf)).toEqual([]);
    expect(days.map(({ dayMs }) => new Date(dayMs).toISOString().slice(0, 10))).toEqual(["2025-01-06", "2025-01-07", "2025-01-08"]);
  });

  test("a day that ends on its close leaves nothing behind", () => {
    expect(checksOf([1, 24])).toHaveLength(1);
    expect(checksOf([1, 0])).toHaveLength(0);
  });

  test("names the product that was silent longest, across midnight", () => {
    const silent = {
      bars: [
        { symbol: "BTC/USD", bar },
        { symbol: "ETH/USD", bar: undefined },
      ],
    };
    const [first, second] = checksOf([1, 48], { 3: silent, 23: silent, 24: silent, 25: silent });
    expect([first?.silenceMs, first?.silentSymbol, first?.closesSeen]).toEqual([2 * HOUR_MS, "ETH/USD", 24]);
    expect(second?.silenceMs).toBe(3 * HOUR_MS);
    expect(codesOf(first)).toEqual([]);
  });

  test("a day without a single bar is not alive", () => {
    const silent = { bars: [{ symbol: "BTC/USD", bar: undefined }] };
    const hours = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [hour + 1, silent]));
    expect(codesOf(checksOf([1, 24], hours)[0])).toEqual(["NOT_ALIVE"]);
    const [alive] = checksOf([1, 24], { ...hours, 7: {} });
    expect([alive?.closesSeen, codesOf(alive)]).toEqual([1, []]);
  });

  test("a close that was not gone through is a breach", () => {
    const checks = new DailyChecks({ timeframeMs: HOUR_MS });
    for (const hour of [1, 2, 4]) checks.add(slot(hour));
    expect(codesOf(checks.end())).toEqual(["CLOSES_SKIPPED"]);
  });

  test.each([
    [10_000n, 10_000, []],
    [10_001n, 10_001, ["LEVERAGED"]],
    [2_500n, 2_500, []],
  ])("exposure of %s of 10000 is leverage of %i bps", (exposureUnits, leverageBps, codes) => {
    const [day] = checksOf([1, 24], { 5: { exposureUnits } });
    expect([day?.leverageBps, codesOf(day)]).toEqual([leverageBps, codes]);
  });

  test("something held without equity is a leverage that no figure has", () => {
    const [day] = checksOf([1, 24], { 5: { equityUnits: 0n, exposureUnits: 1n }, 6: { equityUnits: 0n } });
    expect([day?.leverageBps, codesOf(day)]).toEqual([undefined, ["LEVERAGED"]]);
  });

  test("a negative balance is a breach, named once", () => {
    expect(codesOf(checksOf([1, 24], { 5: { overdrawn: ["USD"] }, 6: { overdrawn: ["USD"] } })[0])).toEqual(["OVERDRAWN"]);
  });

  test("counts a flip where a sale takes a position below nothing, over the days too", () => {
    const bought = { bookings: [{ fills: [fill("buy", 5n)] }] };
    const sold = { bookings: [{ fills: [fill("sell", 5n)] }] };
    const oversold = { bookings: [{ fills: [fill("sell", 6n)] }] };
    expect(checksOf([1, 48], { 2: bought, 30: sold }).map(({ flips }) => flips)).toEqual([0, 0]);
    const days = checksOf([1, 48], { 2: bought, 30: oversold });
    expect(days.map(({ flips }) => flips)).toEqual([0, 1]);
    expect(days.map(codesOf)).toEqual([[], ["POSITION_FLIPPED"]]);
  });

  test("lists the kill switches that the book set for itself", () => {
    const kill = { scope: "instrument", subject: "BTC/USD", verb: "block_entries", sinceMs: FROM_MS } as const;
    const [day] = checksOf([1, 24], { 5: { halts: [{ kill, code: "VOLATILITY_BLOWN", facts: [] }] } });
    expect([day?.halts, codesOf(day)]).toEqual([["instrument BTC/USD VOLATILITY_BLOWN"], []]);
  });
});
