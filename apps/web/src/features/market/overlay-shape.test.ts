import { describe, expect, it } from "vitest";
import type { MarketOverlay } from "../shell/answers.ts";
import { decisionMarkKey, receiptSeqOf, toCandleOverlay } from "./overlay-shape.ts";

const usd = (units: string) => ({ units, asset: "USD", scale: 2 });
const OVERLAY: MarketOverlay = {
  fills: [
    {
      fillSeq: 3,
      atMs: 10,
      side: "buy",
      quantity: { units: "50", asset: "BTC", scale: 2 },
      price: usd("4321000"),
      why: "entry",
      reason: "CROSS_UP",
    },
  ],
  positions: [{ fromMs: 10, entryPrice: usd("4321000"), quantity: { units: "50", asset: "BTC", scale: 2 } }],
  stops: [{ fromMs: 10, toMs: 20, trigger: usd("4200000") }],
  decisions: [{ atMs: 10, receiptSeq: 7, outcome: "REFUSED", reasonCodes: ["WINDOW_TRANSITION"] }],
  windows: [
    { fromMs: 0, toMs: 5, phase: "DOWNTIME" },
    { fromMs: 5, toMs: 6, phase: "TRADING" },
  ],
  halts: [{ fromMs: 8, verb: "flatten" }],
};

describe.concurrent("what an account did, for the chart", () => {
  it("becomes doubles and words", () => {
    const shaped = toCandleOverlay(OVERLAY);
    expect(shaped.fills[0]).toMatchObject({ key: "fill:3", quantity: 0.5, price: 43_210 });
    expect(shaped.fills[0]?.label).toMatch(/^Bought 0\.50000000.BTC at 43,210\.00\. The fast average crossed above the slow one: buy\.$/);
    expect(shaped.positions[0]).toEqual({ fromMs: 10, toMs: undefined, entryPrice: 43_210 });
    expect(shaped.stops[0]?.price).toBe(42_000);
    expect(shaped.decisions[0]?.tone).toBe("refused");
  });

  it("shows downtime and halts behind the candles, and no more", () => {
    expect(toCandleOverlay(OVERLAY).bands.map(({ kind, label }) => [kind, label])).toEqual([
      ["window", "downtime"],
      ["halt", "flattened"],
    ]);
  });

  it("finds the receipt of a mark again", () => {
    expect(receiptSeqOf(decisionMarkKey(42))).toBe(42);
    expect(receiptSeqOf("fill:42")).toBeUndefined();
  });

  it("is empty while it is on its way", () => {
    expect(toCandleOverlay(undefined).fills).toEqual([]);
  });
});
