import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { rateOfBps } from "../money/rate.ts";
import { quantize } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { feeUnits } from "./fees.ts";
import type { BarPath, FillRequest } from "./fill-model.ts";
import { NEXT_OPEN } from "./next-open.ts";
import { isTriggered } from "./triggers.ts";
import { asReferenceInstrument } from "./reference-venue.ts";
import { slippageRate, slippedPrice } from "./slippage.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const USD = 100_000_000n;
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;

const INSTRUMENT: Instrument = {
  symbol: "BTC/USD",
  venueSymbol: "XBTUSD",
  base: assetOf("BTC"),
  quote: assetOf("USD"),
  tickUnits: PRICE / 10n,
  lotUnits: 10_000n,
  quantityMinUnits: 0n,
  notionalMinUnits: 0n,
  status: "online",
};

const BUY: OpenOrder = {
  id: "order-1",
  intentSeq: 1,
  parentOrderId: undefined,
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  reason: "CROSS_UP",
  state: "open",
  createdMs: 0,
  quantity: COIN,
  quoteBudget: undefined,
  filledQuantity: 0n,
  triggerUnits: undefined,
  stopOffsetUnits: PRICE,
  takeProfitOffsetUnits: undefined,
  barVolumeUnits: undefined,
  heldAsset: "USD",
  heldUnits: 0n,
  isCancelRequested: false,
  fillCount: 0,
  eventCount: 3,
};
const STOP: OpenOrder = { ...BUY, side: "sell", kind: "stop-loss", purpose: "protection", triggerUnits: 95n * PRICE };

const requestOf = (
  order: OpenOrder,
  terms: {
    readonly feeBps?: number;
    readonly slippageBps?: number;
    readonly spendUnitsMax?: bigint;
    readonly instrument?: Instrument;
  } = {},
): FillRequest => ({
  venue: { sha256, seed: "seed", takerFeeBps: terms.feeBps ?? 0, slippageBps: terms.slippageBps ?? 0 },
  order,
  instrument: terms.instrument ?? INSTRUMENT,
  spendUnitsMax: terms.spendUnitsMax ?? 10n ** 30n,
});
const barOf = (open: bigint, high: bigint, low: bigint): BarPath => ({
  ...{ open, high, low, close: open },
  volume: 1_000n * COIN,
  openMs: 0,
  durationMs: HOUR_MS,
});
const bar = (open: bigint, high: bigint, low: bigint): BarPath => barOf(open * PRICE, high * PRICE, low * PRICE);
const fillAtOpen = (request: FillRequest, openUnits: bigint) => NEXT_OPEN.fill(request, { kind: "open", openUnits });
const fillInBar = (request: FillRequest, of: BarPath) => NEXT_OPEN.fill(request, { kind: "bar", bar: of });

describe("fees", () => {
  it("round up: the venue never takes less", () => {
    expect(feeUnits({ notionalUnits: 10_000n, feeBps: 26 })).toBe(26n);
    expect(feeUnits({ notionalUnits: 10_001n, feeBps: 26 })).toBe(27n);
    expect(feeUnits({ notionalUnits: 1n, feeBps: 0.01 })).toBe(1n);
    expect(feeUnits({ notionalUnits: 10_000n, feeBps: 0 })).toBe(0n);
  });
});

describe("slippage", () => {
  const rate = (orderId: string, terms: { readonly seed?: string; readonly n?: number; readonly volume?: bigint } = {}) =>
    slippageRate({
      slippageBps: 5,
      seed: { sha256, seed: terms.seed ?? "seed", orderId, n: terms.n ?? 1 },
      quantity: COIN,
      barVolumeUnits: terms.volume,
    });

  it("is the same for the same run, order and fill, and another for any other", () => {
    expect(rate("a")).toBe(rate("a"));
    expect(new Set([rate("a"), rate("b"), rate("a", { n: 2 }), rate("a", { seed: "other" })]).size).toBe(4);
  });

  it("lies between half and one and a half of the base rate, around it in the mean", () => {
    const rates = Array.from({ length: 2_000 }, (_, index) => rate(`order-${index}`));
    const base = rateOfBps(5);
    expect(rates.every((value) => value >= base / 2n && value <= (base * 3n) / 2n)).toBe(true);
    const mean = rates.reduce((sum, value) => sum + value, 0n) / 2_000n;
    expect(mean).toBeGreaterThan((base * 97n) / 100n);
    expect(mean).toBeLessThan((base * 103n) / 100n);
  });

  it("grows with the part of the bar's volume that is taken, up to ten times the base", () => {
    const base = rateOfBps(5);
    expect(rate("a", { volume: 10n * COIN }) - rate("a")).toBe(base);
    expect(rate("a", { volume: 1n })).toBe(10n * base);
    expect(rate("a", { volume: 0n })).toBe(rate("a"));
  });

  it("is nothing at a base of nothing, whatever the size", () => {
    expect(slippageRate({ slippageBps: 0, seed: { sha256, seed: "s", orderId: "a", n: 1 }, quantity: COIN, barVolumeUnits: 1n })).toBe(0n);
  });

  it("moves a price against the order and to the tick", () => {
    const at = { referencePriceUnits: 100n * PRICE, rateUnits: rateOfBps(5), tickUnits: PRICE / 10n };
    expect(slippedPrice({ side: "buy", ...at })).toBe((1_001n * PRICE) / 10n);
    expect(slippedPrice({ side: "sell", ...at })).toBe((999n * PRICE) / 10n);
    expect(slippedPrice({ side: "sell", ...at, rateUnits: rateOfBps(20_000) })).toBe(PRICE / 10n);
  });
});

describe("a market order at an open", () => {
  it("fills whole at the open without slippage, and keeps the reference price with it", () => {
    const { fills, rest } = fillAtOpen(requestOf(BUY, { feeBps: 26 }), 100n * PRICE);
    expect(rest).toEqual({ is: "none" });
    expect(fills).toEqual([
      {
        n: 1,
        latencyMs: 0,
        quantity: COIN,
        priceUnits: 100n * PRICE,
        referencePriceUnits: 100n * PRICE,
        notionalUnits: 100n * USD,
        feeUnits: (26n * USD) / 100n,
      },
    ]);
    const [slipped] = fillAtOpen(requestOf(BUY, { slippageBps: 5 }), 100n * PRICE).fills;
    expect(slipped?.referencePriceUnits).toBe(100n * PRICE);
    expect(slipped?.priceUnits).toBeGreaterThan(100n * PRICE);
  });

  it("takes what the money reaches, in whole lots, and is not complete then", () => {
    const { fills, rest } = fillAtOpen(requestOf(BUY, { feeBps: 26, spendUnitsMax: 50n * USD }), 100n * PRICE);
    expect(rest).toEqual({ is: "cancelled", quantity: COIN - (fills[0]?.quantity ?? 0n), reason: "BALANCE_INSUFFICIENT" });
    expect((fills[0]?.quantity ?? 0n) % INSTRUMENT.lotUnits).toBe(0n);
    expect(fillAtOpen(requestOf(BUY, { spendUnitsMax: 0n }), 100n * PRICE)).toEqual({
      fills: [],
      rest: { is: "cancelled", quantity: COIN, reason: "BALANCE_INSUFFICIENT" },
    });
  });

  it("never spends more than its budget, and leaves less than the smallest step of it", () => {
    const units = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(units, fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.integer({ min: 0, max: 100 }), (quoteBudget, priceUnits, feeBps) => {
        const order = { ...BUY, quoteBudget };
        const [fill] = fillAtOpen(requestOf(order, { feeBps, instrument: asReferenceInstrument(INSTRUMENT) }), priceUnits).fills;
        if (fill === undefined) return;
        expect(fill.notionalUnits + fill.feeUnits).toBeLessThanOrEqual(quoteBudget);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a resting protection and a closed bar", () => {
  const priceOf = (order: OpenOrder, ...prices: [bigint, bigint, bigint]) =>
    fillInBar(requestOf(order), bar(...prices)).fills[0]?.priceUnits;

  it("a stop is reached by a low at its trigger and fills there", () => {
    expect(priceOf(STOP, 100n, 101n, 96n)).toBeUndefined();
    expect(priceOf(STOP, 100n, 101n, 95n)).toBe(95n * PRICE);
    expect(priceOf(STOP, 100n, 101n, 90n)).toBe(95n * PRICE);
  });

  it("a gap through a stop fills at the open, which is worse", () => {
    expect(priceOf(STOP, 80n, 99n, 79n)).toBe(80n * PRICE);
  });

  it("a take profit is reached by a high at its trigger and fills there, or at an open above it", () => {
    const takeProfit: OpenOrder = { ...STOP, kind: "take-profit", triggerUnits: 110n * PRICE };
    expect(priceOf(takeProfit, 100n, 109n, 99n)).toBeUndefined();
    expect(priceOf(takeProfit, 100n, 110n, 99n)).toBe(110n * PRICE);
    expect(priceOf(takeProfit, 115n, 116n, 99n)).toBe(115n * PRICE);
  });

  it("sells what is left of its quantity", () => {
    const [fill] = fillInBar(requestOf({ ...STOP, filledQuantity: COIN / 4n }), bar(100n, 101n, 90n)).fills;
    expect(fill?.quantity).toBe((COIN * 3n) / 4n);
  });

  it("without a trigger is a broken invariant", () => {
    expect(() => fillInBar(requestOf({ ...STOP, triggerUnits: undefined }), bar(1n, 1n, 1n))).toThrow(/without a trigger/);
  });

  it("is told from a bar's doubles to be met just where its units meet it", () => {
    const ticks = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(
        ticks,
        fc.bigInt({ min: -2n, max: 2n }),
        fc.constantFrom(STOP, { ...STOP, kind: "take-profit" as const }),
        (tick, away, order) => {
          const price = tick / 100;
          const units = quantize(price, 12, "half-even");
          const placed = { ...order, triggerUnits: units + away };
          const { fills } = fillInBar(requestOf(placed), barOf(units, units, units));
          expect(isTriggered(placed, { low: price, high: price })).toBe(fills.length > 0);
        },
      ),
    );
    expect(() => isTriggered({ ...STOP, triggerUnits: undefined }, { low: 1, high: 1 })).toThrow(/without a trigger/);
  });
});
