import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { CanonicalReader, canonicalBytes } from "../numeric/canonical.ts";
import { toHex } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { BAR_PATH, priceOnPath } from "./bar-path.ts";
import { drawWord } from "./fill-draw.ts";
import {
  barFillModelSchema,
  chosenFillModel,
  DEFAULT_FILL_MODEL,
  fillModelSchema,
  readFillModel,
  writeFillModel,
} from "./fill-model-spec.ts";
import { fillModelWords } from "./fill-model-words.ts";
import type { BarPath, FillRequest } from "./fill-model.ts";
import { fillModelOf } from "./fill-models.ts";
import { drawLatencyMs } from "./latency.ts";
import { NEXT_OPEN } from "./next-open.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const OPEN_MS = 1_700_006_400_000;

const INSTRUMENT: Instrument = {
  ...{ symbol: "BTC/USD", venueSymbol: "XBTUSD", base: assetOf("BTC"), quote: assetOf("USD") },
  ...{ tickUnits: 0n, lotUnits: 0n, quantityMinUnits: 0n, notionalMinUnits: 0n, status: "online" },
};
const BUY: OpenOrder = {
  ...{ id: "order-1", intentSeq: 1, parentOrderId: undefined, symbol: "BTC/USD", side: "buy", kind: "market", purpose: "entry" },
  ...{ reason: "CROSS_UP", state: "open", createdMs: OPEN_MS, quantity: COIN, quoteBudget: undefined, filledQuantity: 0n },
  ...{ triggerUnits: undefined, stopOffsetUnits: PRICE, takeProfitOffsetUnits: undefined, barVolumeUnits: undefined },
  ...{ heldAsset: "USD", heldUnits: 0n, isCancelRequested: false, fillCount: 0, eventCount: 3 },
};
const SELL: OpenOrder = { ...BUY, side: "sell", purpose: "exit" };
const STOP: OpenOrder = { ...SELL, kind: "stop-loss", purpose: "protection", triggerUnits: 95n * PRICE };

const requestOf = (order: OpenOrder, latencyMs?: number): FillRequest => ({
  venue: { sha256, seed: "seed", takerFeeBps: 26, slippageBps: 0 },
  ...{ order, instrument: INSTRUMENT, spendUnitsMax: 10n ** 30n, latencyMs },
});
/** Opens at 100, rises to 130, falls to 70, closes at 110; a leg lasts twenty minutes. */
const BAR: BarPath = {
  ...{ open: 100n * PRICE, high: 130n * PRICE, low: 70n * PRICE, close: 110n * PRICE },
  ...{ volume: 100n * COIN, openMs: OPEN_MS, durationMs: HOUR_MS },
};
const LEG_MS = HOUR_MS / 3;
const referenceOf = (order: OpenOrder, latencyMs: number, bar = BAR) =>
  BAR_PATH.fill(requestOf(order, latencyMs), { kind: "bar", bar }).fills[0]?.referencePriceUnits;

describe("a specification", () => {
  it("has a default for every parameter, and refuses what it does not know", () => {
    expect(fillModelSchema.parse({ name: "bar-path" })).toEqual({
      ...{ name: "bar-path", version: 1, participationBps: 1_000, barsMax: 3, latencyMs: { min: 50, max: 500 } },
    });
    for (const wrong of [
      {},
      { name: "wishful" },
      { name: "next-open", barsMax: 2 },
      { name: "bar-path", version: 2 },
      { name: "quote", at: "last" },
    ])
      expect(fillModelSchema.safeParse(wrong).success).toBe(false);
    expect(barFillModelSchema.safeParse({ name: "book-replay" }).success).toBe(false);
  });

  it("is read back from its bytes, and the default is held as nothing", () => {
    const ms = fc.integer({ min: 0, max: 60_000 });
    const spec = fc
      .record({ participationBps: fc.integer({ min: 1, max: 10_000 }), barsMax: fc.integer({ min: 1, max: 100 }), ends: fc.tuple(ms, ms) })
      .map(({ ends, ...rest }) =>
        barFillModelSchema.parse({ name: "bar-path", ...rest, latencyMs: { min: Math.min(...ends), max: Math.max(...ends) } }),
      );
    fc.assert(
      fc.property(fc.oneof(spec, fc.constant(DEFAULT_FILL_MODEL)), (written) => {
        const reader = new CanonicalReader(canonicalBytes((writer) => writeFillModel(writer, written)));
        expect(readFillModel(reader)).toEqual(written);
        reader.end();
        expect(chosenFillModel(written)).toEqual(written.name === "next-open" ? undefined : written);
      }),
    );
  });

  it("names its model, and none is the next open", () => {
    for (const name of ["next-open", "bar-path", "quote", "book-replay"] as const)
      expect(fillModelOf(fillModelSchema.parse({ name })).name).toBe(name);
    expect(fillModelOf(undefined)).toBe(NEXT_OPEN);
  });

  it("says in words what it assumes of stops", () => {
    for (const spec of [undefined, barFillModelSchema.parse({ name: "bar-path" })])
      expect(fillModelWords(spec)).toContain("Stops inside a bar are pessimistic");
  });
});

describe("the luck of a fill", () => {
  it("is SHA-256(run seed, client order id, 'fill', n): one word for slippage, the next for latency", () => {
    const digest = sha256(canonicalBytes((writer) => writer.text("run").text("order").text("fill").i64(2)));
    const seed = { sha256, seed: "run", orderId: "order", n: 2 };
    expect(drawWord(seed, "slippage")).toBe(BigInt(`0x${toHex(digest).slice(0, 8)}`));
    expect(drawWord(seed, "latency")).toBe(BigInt(`0x${toHex(digest).slice(8, 16)}`));
  });

  it("spreads latency evenly over its range, both ends in it, and anew for each fill", () => {
    const drawn = Array.from({ length: 4_000 }, (_, index) =>
      drawLatencyMs(requestOf({ ...BUY, id: `order-${index}` }), { min: 50, max: 59 }),
    );
    const counts = Array.from({ length: 10 }, (_, place) => drawn.filter((ms) => ms === 50 + place).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4_000);
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(100);
    const range = { min: 0, max: 60_000 };
    expect(drawLatencyMs(requestOf(BUY), range)).not.toBe(drawLatencyMs(requestOf({ ...BUY, fillCount: 1 }), range));
  });
});

describe("the path of a bar", () => {
  it("turns against the order first, then for it, then to the close", () => {
    const legs = [0, 0.5, 1, 1.5, 2, 2.5, 3, 9].map((part) => part * LEG_MS);
    expect(legs.map((ms) => priceOnPath(BUY, BAR, ms) / PRICE)).toEqual([100n, 115n, 130n, 100n, 70n, 90n, 110n, 110n]);
    expect(legs.map((ms) => priceOnPath(SELL, BAR, ms) / PRICE)).toEqual([100n, 85n, 70n, 100n, 130n, 120n, 110n, 110n]);
  });

  it("is rounded against the order, and never leaves the bar", () => {
    const prices = fc.tuple(...Array.from({ length: 4 }, () => fc.bigInt({ min: 1n, max: 10n ** 15n })));
    fc.assert(
      fc.property(prices, fc.integer({ min: 0, max: HOUR_MS }), (drawn, afterMs) => {
        const [low = 1n, open = 1n, close = 1n, high = 1n] = [...drawn].sort((left, right) => (left < right ? -1 : 1));
        const bar = { ...BAR, open, high, low, close };
        const [buy, sell] = [priceOnPath(BUY, bar, afterMs), priceOnPath(SELL, bar, afterMs)];
        for (const price of [buy, sell]) expect(price >= low && price <= high).toBe(true);
        if (afterMs <= LEG_MS) expect(buy >= open && sell <= open).toBe(true);
      }),
    );
  });

  it("moves the price that an order meets by its latency", () => {
    expect(referenceOf(BUY, 0)).toBe(100n * PRICE);
    expect(referenceOf(BUY, 500)).toBeGreaterThan(100n * PRICE);
    expect(referenceOf(SELL, 500)).toBeLessThan(100n * PRICE);
  });

  it("lets the price fall on while a stop is on its way, at most to the low", () => {
    expect(referenceOf(STOP, 0)).toBe(95n * PRICE);
    expect(referenceOf(STOP, LEG_MS / 10)).toBe(92n * PRICE);
    expect(referenceOf(STOP, HOUR_MS)).toBe(70n * PRICE);
    const gap = { ...BAR, open: 90n * PRICE, high: 91n * PRICE };
    expect(referenceOf(STOP, 0, gap)).toBe(90n * PRICE);
  });

  it("gives a take profit its trigger, or an open above it, and nothing for waiting", () => {
    const takeProfit: OpenOrder = { ...STOP, kind: "take-profit", triggerUnits: 120n * PRICE };
    expect(referenceOf(takeProfit, 500)).toBe(120n * PRICE);
    expect(referenceOf({ ...takeProfit, triggerUnits: 90n * PRICE }, 500)).toBe(100n * PRICE);
    expect(referenceOf({ ...takeProfit, triggerUnits: 131n * PRICE }, 500)).toBeUndefined();
  });
});

describe("the numbers of a model", () => {
  it("are these: others are another version, and need a reason in their commit", () => {
    const digests = (["next-open", "bar-path"] as const).map((name) => {
      const model = fillModelOf(barFillModelSchema.parse({ name }));
      const fills = Array.from({ length: 50 }, (_, index) => {
        const order = { ...(index % 2 === 0 ? BUY : SELL), id: `order-${index}`, quantity: COIN * BigInt(1 + index) };
        const request = { ...requestOf(order), venue: { sha256, seed: "golden", takerFeeBps: 26, slippageBps: 5 } };
        return model.fill(request, { kind: "bar", bar: BAR });
      });
      const text = JSON.stringify(fills, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
      return [name, toHex(sha256(new TextEncoder().encode(text))).slice(0, 16)];
    });
    expect(digests).toEqual([
      ["next-open", "5f51c69e6e4f5c91"],
      ["bar-path", "2dc7b99598dd38e1"],
    ]);
  });
});
