import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import type { OpenOrder } from "../orders/order.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { BAR_PATH } from "./bar-path.ts";
import { brokenLaws, FILL_LAWS, isNoBetterForSize } from "./fill-model-contract.ts";
import { fillModelSchema } from "./fill-model-spec.ts";
import type { Execution, FillModel, FillRequest, MarketFacts, OrderBook, Quote } from "./fill-model.ts";
import { fillModelOf } from "./fill-models.ts";
import { withLatency } from "./latency.ts";
import { NEXT_OPEN } from "./next-open.ts";
import { withParticipation } from "./participation.ts";
import { quoteModel } from "./quote.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const TICK = PRICE / 100n;
const LOT = COIN / 10_000n;
const CREATED_MS = 1_700_006_400_000;

const INSTRUMENT: Instrument = {
  symbol: "BTC/USD",
  venueSymbol: "XBTUSD",
  base: assetOf("BTC"),
  quote: assetOf("USD"),
  tickUnits: TICK,
  lotUnits: LOT,
  quantityMinUnits: LOT * 5n,
  notionalMinUnits: 50_000_000n,
  status: "online",
};

const ORDER: OpenOrder = {
  id: "order-1",
  intentSeq: 1,
  parentOrderId: undefined,
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  reason: "CROSS_UP",
  state: "open",
  createdMs: CREATED_MS,
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

/** Every plug-in, and compositions of the decorators that no spec names. */
const MODELS: readonly (readonly [name: string, model: FillModel])[] = [
  ["next-open", fillModelOf(undefined)],
  ["bar-path", fillModelOf(fillModelSchema.parse({ name: "bar-path" }))],
  [
    "bar-path, thin and slow",
    fillModelOf(fillModelSchema.parse({ name: "bar-path", participationBps: 3, barsMax: 1, latencyMs: { min: 0, max: 60_000 } })),
  ],
  ["bar-path without decorators", BAR_PATH],
  ["quote at the touch", fillModelOf(fillModelSchema.parse({ name: "quote" }))],
  ["quote at the middle", fillModelOf(fillModelSchema.parse({ name: "quote", at: "mid" }))],
  ["book-replay", fillModelOf(fillModelSchema.parse({ name: "book-replay" }))],
  ["next-open in parts", withParticipation(NEXT_OPEN, { participationBps: 500, barsMax: 2 })],
  ["quotes without latency, in parts", withParticipation(quoteModel({ at: "touch" }), { participationBps: 500, barsMax: 2 })],
  ["next-open late", withLatency(NEXT_OPEN, { min: 50, max: 500 })],
];

const tick = (count: number): bigint => BigInt(count) * TICK;
const price = fc.integer({ min: 100, max: 1_000_000 });
const volume = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 1_000n * COIN }));

const barFacts: fc.Arbitrary<MarketFacts> = fc
  .record({
    prices: fc.tuple(price, price, price, price),
    volume,
    late: fc.integer({ min: 0, max: 3 }),
    durationMs: fc.constantFrom(60_000, HOUR_MS),
  })
  .map(({ prices, volume: traded, late, durationMs }) => {
    const [low = 0, first = 0, second = 0, high = 0] = [...prices].sort((left, right) => left - right);
    const [open, close] = prices[0] < prices[3] ? [first, second] : [second, first];
    return {
      kind: "bar",
      bar: {
        open: tick(open),
        high: tick(high),
        low: tick(low),
        close: tick(close),
        volume: traded,
        openMs: CREATED_MS + late * durationMs,
        durationMs,
      },
    };
  });

const atMs = fc.integer({ min: -2_000, max: 2_000 }).map((after) => CREATED_MS + after);
const ascending = <T extends { readonly atMs: number }>(items: readonly T[]): readonly T[] =>
  [...items].sort((left, right) => left.atMs - right.atMs);
const quantity = fc.integer({ min: 1, max: 50_000 }).map((lots) => BigInt(lots) * LOT);

const quote: fc.Arbitrary<Quote> = fc
  .record({
    atMs,
    bid: price,
    spread: fc.integer({ min: 1, max: 500 }),
    sizes: fc.option(fc.tuple(quantity, quantity), { nil: undefined }),
  })
  .map(({ atMs: at, bid, spread, sizes }) => ({
    ...{ atMs: at, bidUnits: tick(bid), askUnits: tick(bid + spread) },
    ...{ bidQuantity: sizes?.[0], askQuantity: sizes?.[1] },
  }));

const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), quantity), { maxLength: 6 });
const book: fc.Arbitrary<OrderBook> = fc
  .record({ atMs, bid: fc.integer({ min: 1_000, max: 1_000_000 }), spread: fc.integer({ min: 1, max: 500 }), down: steps, up: steps })
  .map(({ atMs: at, bid, spread, down, up }) => {
    const levels = (from: number, sign: 1 | -1, path: typeof up) =>
      path.map(([, standing], index) => {
        const away = path.slice(0, index + 1).reduce((sum, [step]) => sum + step, 0);
        return { priceUnits: tick(from + sign * away), quantity: standing };
      });
    return { atMs: at, bids: levels(bid, -1, down), asks: levels(bid + spread, 1, up) };
  });

const facts: fc.Arbitrary<MarketFacts> = fc.oneof(
  price.map((count): MarketFacts => ({ kind: "open", openUnits: tick(count) })),
  barFacts,
  fc.array(quote, { maxLength: 6 }).map((quotes): MarketFacts => ({ kind: "quotes", quotes: ascending(quotes) })),
  fc.array(book, { maxLength: 6 }).map((books): MarketFacts => ({ kind: "books", books: ascending(books) })),
);

const shape = fc.oneof(
  fc.constantFrom({}, { side: "sell" as const, purpose: "exit" as const }),
  fc.record({
    side: fc.constant("sell" as const),
    purpose: fc.constant("protection" as const),
    kind: fc.constantFrom("stop-loss" as const, "take-profit" as const),
    triggerUnits: price.map(tick),
  }),
);

const request: fc.Arbitrary<FillRequest> = fc
  .record({
    shape,
    id: fc.uuid(),
    quantity,
    filledPart: fc.integer({ min: 0, max: 3 }),
    barVolumeUnits: fc.option(volume, { nil: undefined }),
    terms: fc.record({ takerFeeBps: fc.constantFrom(0, 16, 26, 40), slippageBps: fc.constantFrom(0, 5, 25) }),
    money: fc.oneof(fc.constant(10n ** 30n), fc.bigInt({ min: 0n, max: 10n ** 12n })),
    budget: fc.option(fc.bigInt({ min: 1n, max: 10n ** 13n }), { nil: undefined }),
  })
  .map(({ shape: of, filledPart, quantity: wanted, terms, money, budget, ...rest }) => {
    const filledQuantity = (((wanted / LOT) * BigInt(filledPart)) / 4n) * LOT;
    const isBuy = !("side" in of);
    const order: OpenOrder = {
      ...ORDER,
      ...rest,
      ...of,
      quantity: wanted,
      filledQuantity,
      fillCount: filledQuantity === 0n ? 0 : filledPart,
      quoteBudget: isBuy && filledPart === 0 ? budget : undefined,
    };
    return { venue: { sha256, seed: "seed", ...terms }, order, instrument: INSTRUMENT, spendUnitsMax: money };
  });

describe.each(MODELS)("the contract of fill models: %s", (_name, model) => {
  it("holds for any order in any market", () => {
    let fills = 0;
    fc.assert(
      fc.property(request, facts, (asked, market) => {
        const execution = model.fill(asked, market);
        fills += execution.fills.length;
        expect(brokenLaws({ model, request: asked, facts: market, execution })).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(fills).toBeGreaterThan(50);
  });

  it("gives the same fills for the same seed, and keeps nothing from one call to the next", () => {
    fc.assert(
      fc.property(request, facts, request, (asked, market, other) => {
        const first = model.fill(asked, market);
        model.fill(other, market);
        expect(model.fill(asked, market)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it("never gives a larger order a better price", () => {
    const free = { ...INSTRUMENT, quantityMinUnits: 0n, notionalMinUnits: 0n };
    fc.assert(
      fc.property(request, facts, fc.integer({ min: 2, max: 40 }), (asked, market, times) => {
        fc.pre(asked.order.quoteBudget === undefined && asked.order.filledQuantity === 0n);
        const ofSize = (size: bigint): Execution =>
          model.fill({ ...asked, instrument: free, spendUnitsMax: 10n ** 30n, order: { ...asked.order, quantity: size } }, market);
        const { side, quantity: size } = asked.order;
        expect(isNoBetterForSize(side, ofSize(size), ofSize(size * BigInt(times)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the contract itself", () => {
  const asked: FillRequest = {
    venue: { sha256, seed: "seed", takerFeeBps: 26, slippageBps: 5 },
    order: ORDER,
    instrument: INSTRUMENT,
    spendUnitsMax: 10n ** 30n,
  };
  const market: MarketFacts = { kind: "open", openUnits: 100n * PRICE };
  const [open, volume] = [100n * PRICE, COIN];
  const bar: MarketFacts = {
    kind: "bar",
    bar: { open, high: open, low: open, close: open, volume, openMs: CREATED_MS, durationMs: HOUR_MS },
  };
  const sound = NEXT_OPEN.fill(asked, market);
  const [fill] = sound.fills;
  if (fill === undefined) throw new Error("no fill to break");
  const sale: FillRequest = {
    ...asked,
    order: { ...ORDER, side: "sell", kind: "stop-loss", purpose: "protection", triggerUnits: 90n * PRICE },
  };
  const broken = (of: Partial<typeof fill>, rest: Execution["rest"] = sound.rest): Execution => ({ fills: [{ ...fill, ...of }], rest });

  it.each([
    ["never fills more than the order", asked, broken({ quantity: 2n * COIN })],
    ["never spends more than the money there is", { ...asked, spendUnitsMax: 1n }, sound],
    ["says what is left, to the unit", asked, broken({}, { is: "waiting", quantity: 1n })],
    ["numbers fills on from those before, without a gap", asked, broken({ n: 2 })],
    ["fills something, in whole lots", asked, broken({ quantity: COIN - 1n })],
    ["prices to the tick", asked, broken({ priceUnits: fill.priceUnits + 1n })],
    ["is never better than its reference price", asked, broken({ priceUnits: 99n * PRICE })],
    ["refers to a price that the market showed", asked, broken({ referencePriceUnits: 99n * PRICE })],
    ["leaves the market's range by no more than slippage and a tick", asked, broken({ priceUnits: 110n * PRICE })],
    ["rounds notional and fee against the order", asked, broken({ feeUnits: fill.feeUnits - 1n })],
    ["sells a stop inside a bar at its trigger or below", sale, broken({ priceUnits: 91n * PRICE })],
    ["fills a protection whole or not at all, but for what a book holds", sale, broken({}, { is: "waiting", quantity: 1n })],
  ])("catches a model that breaks: %s", (law, of, execution) => {
    const shown = of.order.kind === "market" ? market : bar;
    expect(brokenLaws({ model: NEXT_OPEN, request: of, facts: shown, execution })).toContain(law);
  });

  it("has a planted breach for every law", () => {
    expect(FILL_LAWS).toHaveLength(12);
    expect(brokenLaws({ model: NEXT_OPEN, request: asked, facts: market, execution: sound })).toEqual([]);
  });
});
