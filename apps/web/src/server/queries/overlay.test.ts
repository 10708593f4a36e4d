import { DEFAULT_SCHEDULE } from "@ballast/core/time/schedule";
import { HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";
import { describe, expect, it } from "vitest";
import type { FillColumns } from "./fills.ts";
import { positionsOf, windowsBetween } from "./overlay.ts";

const pair = { base: "BTC", quote: "USD" };
let fillSeq = 0;

function fill(side: "buy" | "sell", quantity: bigint, atMs: number): FillColumns {
  fillSeq += 1;
  return {
    fill_seq: fillSeq,
    at_ms: atMs,
    order_id: "o",
    symbol: "BTC/USD",
    side,
    quantity,
    price_units: 5n,
    reference_price_units: 5n,
    fee_units: 0n,
    fee_asset: "USD",
    why: "entry",
    reason: "CROSS_UP",
  };
}

describe("positions of fills", () => {
  it("run from the first buy to the sale that leaves nothing", () => {
    const positions = positionsOf([fill("buy", 3n, 1), fill("sell", 1n, 2), fill("sell", 2n, 3), fill("buy", 4n, 4)], pair);
    expect(positions.map(({ fromMs, toMs, quantity }) => [fromMs, toMs, quantity.units])).toEqual([
      [1, 3, "3"],
      [4, undefined, "4"],
    ]);
  });

  it("do not begin with a sale whose buy lies before the range", () => {
    expect(positionsOf([fill("sell", 2n, 1)], pair)).toEqual([]);
  });
});

describe("windows of a range", () => {
  it("are the stretches in which strategies rest, cut to the range", () => {
    const windows = windowsBetween(DEFAULT_SCHEDULE, { fromMs: 0, toMs: 24 * HOUR_MS });
    expect(windows).toEqual([
      { fromMs: 3 * HOUR_MS - 5 * MINUTE_MS, toMs: 3 * HOUR_MS, phase: "TRANSITION" },
      { fromMs: 3 * HOUR_MS, toMs: 5 * HOUR_MS - 5 * MINUTE_MS, phase: "DOWNTIME" },
      { fromMs: 5 * HOUR_MS - 5 * MINUTE_MS, toMs: 5 * HOUR_MS, phase: "TRANSITION" },
    ]);
    expect(windowsBetween(DEFAULT_SCHEDULE, { fromMs: 4 * HOUR_MS, toMs: 4 * HOUR_MS + 1 })).toEqual([
      { fromMs: 4 * HOUR_MS, toMs: 4 * HOUR_MS + 1, phase: "DOWNTIME" },
    ]);
  });
});
