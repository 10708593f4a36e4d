import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { numberOfUnits, quantize } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import { brokenLaws } from "./fill-model-contract.ts";
import { fillModelSchema } from "./fill-model-spec.ts";
import type { BookLevel, FillRequest, OrderBook, Quote } from "./fill-model.ts";
import { fillModelOf } from "./fill-models.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const AT_MS = 1_700_006_400_000;
const NO_DELAY = { latencyMs: { min: 0, max: 0 } };
const BOOK = fillModelOf(fillModelSchema.parse({ name: "book-replay", ...NO_DELAY }));

const INSTRUMENT: Instrument = {
  ...{ symbol: "BTC/USD", venueSymbol: "XBTUSD", base: assetOf("BTC"), quote: assetOf("USD") },
  ...{ tickUnits: PRICE / 10n, lotUnits: 10_000n, quantityMinUnits: 0n, notionalMinUnits: 0n, status: "online" },
};

const BUY: OpenOrder = {
  ...{ id: "order-1", intentSeq: 1, parentOrderId: undefined, symbol: "BTC/USD", side: "buy", kind: "market", purpose: "entry" },
  ...{ reason: "CROSS_UP", state: "open", createdMs: AT_MS, quantity: 3n * COIN, quoteBudget: undefined, filledQuantity: 0n },
  ...{ triggerUnits: undefined, stopOffsetUnits: PRICE, takeProfitOffsetUnits: undefined, barVolumeUnits: undefined },
  ...{ heldAsset: "USD", heldUnits: 0n, isCancelRequested: false, fillCount: 0, eventCount: 3 },
};
const SELL: OpenOrder = { ...BUY, side: "sell", purpose: "exit" };
const STOP: OpenOrder = { ...SELL, kind: "stop-loss", purpose: "protection", triggerUnits: 98n * PRICE };

const requestOf = (order: OpenOrder, spendUnitsMax = 10n ** 30n): FillRequest => ({
  venue: { sha256, seed: "seed", takerFeeBps: 26, slippageBps: 5 },
  ...{ order, instrument: INSTRUMENT, spendUnitsMax },
});
const level = (price: number, coins: number): BookLevel => ({
  priceUnits: quantize(price, 12, "trunc"),
  quantity: quantize(coins, 12, "trunc"),
});
const bookAt = (afterMs: number, bids: readonly BookLevel[], asks: readonly BookLevel[]): OrderBook => ({
  atMs: AT_MS + afterMs,
  bids,
  asks,
});
const deep = bookAt(10, [level(99, 1), level(98, 5)], [level(100, 1), level(101, 1), level(103, 10)]);
const pricesOf = (of: ReturnType<typeof BOOK.fill>) =>
  of.fills.map(({ n, priceUnits, quantity }) => [n, numberOfUnits(priceUnits, 12), numberOfUnits(quantity, 12)]);

describe("an order against a recorded book", () => {
  it("takes level by level, each at its own price and as a fill of its own", () => {
    const bought = BOOK.fill(requestOf(BUY), { kind: "books", books: [deep] });
    expect(pricesOf(bought)).toEqual([
      [1, 100, 1],
      [2, 101, 1],
      [3, 103, 1],
    ]);
    expect(bought.rest).toEqual({ is: "none" });
    expect(bought.fills.every(({ referencePriceUnits }) => referencePriceUnits === 100n * PRICE)).toBe(true);
    expect(pricesOf(BOOK.fill(requestOf(SELL), { kind: "books", books: [deep] }))).toEqual([
      [1, 99, 1],
      [2, 98, 2],
    ]);
  });

  it("waits for what the book does not hold, and goes on in a later one", () => {
    const thin = bookAt(10, [], [level(100, 1)]);
    const part = BOOK.fill(requestOf(BUY), { kind: "books", books: [thin] });
    expect(part.rest).toEqual({ is: "waiting", quantity: 2n * COIN });
    const left = { ...BUY, filledQuantity: COIN, fillCount: 1 };
    expect(pricesOf(BOOK.fill(requestOf(left), { kind: "books", books: [bookAt(900, [], [level(102, 9)])] }))).toEqual([[2, 102, 2]]);
  });

  it("never meets the book that it was decided on, and with latency none before it arrives", () => {
    const before = { ...deep, atMs: AT_MS };
    expect(BOOK.fill(requestOf(BUY), { kind: "books", books: [before] }).rest).toMatchObject({ is: "waiting" });
    const late = fillModelOf(fillModelSchema.parse({ name: "book-replay", latencyMs: { min: 200, max: 200 } }));
    const moved = bookAt(200, [], [level(110, 9)]);
    const { fills } = late.fill(requestOf(BUY), { kind: "books", books: [deep, moved] });
    expect(fills).toMatchObject([{ latencyMs: 200, priceUnits: 110n * PRICE }]);
  });

  it("buys what its money reaches, level by level", () => {
    const { fills, rest } = BOOK.fill(requestOf(BUY, 15_000_000_000n), { kind: "books", books: [deep] });
    const paid = fills.reduce((sum, fill) => sum + fill.notionalUnits + fill.feeUnits, 0n);
    expect(fills).toHaveLength(2);
    expect(paid).toBeLessThanOrEqual(15_000_000_000n);
    expect(rest).toMatchObject({ is: "cancelled", reason: "BALANCE_INSUFFICIENT" });
  });

  it("sells a stop once the best bid has come down to it, from the book behind that", () => {
    const high = bookAt(10, [level(99, 9)], [level(100, 9)]);
    expect(BOOK.fill(requestOf(STOP), { kind: "books", books: [high] }).fills).toEqual([]);
    const low = bookAt(20, [level(97, 9)], [level(98, 9)]);
    expect(pricesOf(BOOK.fill(requestOf(STOP), { kind: "books", books: [high, low] }))).toEqual([[1, 97, 3]]);
  });
});

describe("a ticker", () => {
  const quote = (afterMs: number, bid: bigint, ask: bigint): Quote => ({
    atMs: AT_MS + afterMs,
    bidUnits: bid * PRICE,
    askUnits: ask * PRICE,
  });
  const quotes = [quote(0, 90n, 91n), quote(100, 99n, 101n)];
  const priceAt = (at: "touch" | "mid", order: OpenOrder) =>
    fillModelOf(fillModelSchema.parse({ name: "quote", at, ...NO_DELAY })).fill(requestOf(order), { kind: "quotes", quotes }).fills[0]
      ?.referencePriceUnits;

  it("fills at the next best bid or ask, never at the one that was decided on", () => {
    expect(priceAt("touch", BUY)).toBe(101n * PRICE);
    expect(priceAt("touch", SELL)).toBe(99n * PRICE);
  });

  it("fills at the middle where that was chosen", () => {
    expect(priceAt("mid", BUY)).toBe(100n * PRICE);
  });

  it("slips more where more is taken than stands at the touch", () => {
    const model = fillModelOf(fillModelSchema.parse({ name: "quote", ...NO_DELAY }));
    const priceWith = (askQuantity: bigint | undefined) =>
      model.fill(requestOf(BUY), { kind: "quotes", quotes: [{ ...quote(100, 99n, 101n), askQuantity }] }).fills[0]?.priceUnits ?? 0n;
    expect(priceWith(COIN)).toBeGreaterThan(priceWith(100n * COIN));
  });
});

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const SESSION = `${DATA}/l2/kraken_ws_v2/kraken_btcusd_sample.ndtsv.gz`;
const side = z.array(z.object({ price: z.number(), qty: z.number() }));
const message = z.object({
  channel: z.literal("book"),
  type: z.enum(["snapshot", "update"]),
  data: z.array(z.object({ bids: side, asks: side })),
});

/** Every book of a recorded session of 25 levels, as it stood when its message came in. */
function recordedBooks(): readonly OrderBook[] {
  const lines = gunzipSync(readFileSync(SESSION)).toString().split("\n");
  const [bids, asks] = [new Map<number, number>(), new Map<number, number>()];
  const levelsOf = (of: ReadonlyMap<number, number>, sign: 1 | -1) =>
    [...of]
      .sort(([left], [right]) => sign * (left - right))
      .slice(0, 25)
      .map(([price, coins]) => level(price, coins));
  return lines.flatMap((line): readonly OrderBook[] => {
    const [received = "", text] = line.split("\t");
    const parsed = text === undefined ? undefined : message.safeParse(JSON.parse(text));
    const [change] = parsed?.data?.data ?? [];
    if (change === undefined) return [];
    for (const [of, changes] of [
      [bids, change.bids],
      [asks, change.asks],
    ] as const) {
      for (const { price, qty } of changes) {
        if (qty === 0) of.delete(price);
        else of.set(price, qty);
      }
    }
    return [{ atMs: Number(BigInt(received) / 1_000_000n), bids: levelsOf(bids, -1), asks: levelsOf(asks, 1) }];
  });
}

describe.skipIf(!existsSync(SESSION))("a recorded session of the venue (BALLAST_SHARED_DATA)", () => {
  const books = existsSync(SESSION) ? recordedBooks() : [];
  const model = fillModelOf(fillModelSchema.parse({ name: "book-replay" }));

  it("fills any normal size at once, within the all-in cost that bars are calibrated to, and worse for more", () => {
    expect(books.length).toBeGreaterThan(1_000);
    for (let index = 0; index + 200 < books.length; index += 97) {
      const decided = books[index];
      const [bid, ask] = [decided?.bids[0]?.priceUnits ?? 0n, decided?.asks[0]?.priceUnits ?? 0n];
      const near = books.slice(index).filter(({ atMs }) => atMs < (decided?.atMs ?? 0) + 3_000);
      for (const order of [BUY, SELL]) {
        let before = 0;
        for (const coins of [0.001, 0.05, 0.5]) {
          const sized = { ...order, id: `at-${index}`, createdMs: decided?.atMs ?? 0, quantity: quantize(coins, 12, "trunc") };
          const facts = { kind: "books" as const, books: near };
          const execution = model.fill(requestOf(sized), facts);
          expect(brokenLaws({ model, request: requestOf(sized), facts, execution })).toEqual([]);
          expect(execution.rest).toEqual({ is: "none" });
          const paid = execution.fills.reduce((sum, fill) => sum + numberOfUnits(fill.notionalUnits, 8), 0);
          const mid = numberOfUnits(bid + ask, 12) / 2;
          const cost = (order.side === "buy" ? 1 : -1) * (paid / coins / mid - 1) + 0.0026;
          expect(cost).toBeGreaterThan(0.001);
          expect(cost).toBeLessThan(0.005);
          expect(cost).toBeGreaterThanOrEqual(before - 1e-9);
          before = cost;
        }
      }
    }
  });
});

const TICKER = `${DATA}/l2/kraken_ticker_log/XXBTZUSD_top_of_book_poll.csv.gz`;

describe.skipIf(!existsSync(TICKER))("a recorded ticker of the venue (BALLAST_SHARED_DATA)", () => {
  const [, ...lines] = existsSync(TICKER) ? gunzipSync(readFileSync(TICKER)).toString().trim().split("\n") : [];
  const quotes = lines.map((line): Quote => {
    const [atMs, ask, , bid] = line.split(",").map(Number);
    return { atMs: atMs ?? 0, askUnits: quantize(ask ?? 0, 12, "trunc"), bidUnits: quantize(bid ?? 0, 12, "trunc") };
  });

  it.each(["touch", "mid"] as const)(
    "fills at the %s of the next quote, for 0.1 to 0.5 % all in beside the one that was decided on",
    (at) => {
      expect(quotes.length).toBeGreaterThan(100);
      const model = fillModelOf(fillModelSchema.parse({ name: "quote", at }));
      const costs = quotes.slice(0, -2).flatMap(({ atMs, bidUnits, askUnits }, index) =>
        [BUY, SELL].map((order) => {
          const request = requestOf({ ...order, id: `${order.side}-${index}`, createdMs: atMs, quantity: COIN / 100n });
          const facts = { kind: "quotes" as const, quotes: quotes.slice(index) };
          const execution = model.fill(request, facts);
          expect(brokenLaws({ model, request, facts, execution })).toEqual([]);
          const [price, mid] = [execution.fills[0]?.priceUnits ?? 0n, (bidUnits + askUnits) / 2n];
          return (order.side === "buy" ? 1 : -1) * (numberOfUnits(price, 12) / numberOfUnits(mid, 12) - 1) + 0.0026;
        }),
      );
      const sorted = [...costs].sort((left, right) => left - right);
      const part = (of: number): number => sorted[Math.floor(of * (sorted.length - 1))] ?? NaN;
      // The quotes of this log are seconds apart: a price that ran away meanwhile is the market's, not the model's.
      expect(part(0.05)).toBeGreaterThan(0.001);
      expect(part(0.95)).toBeLessThan(0.005);
      expect(part(0.5)).toBeGreaterThan(0.0026);
    },
  );
});
