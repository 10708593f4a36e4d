import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { applyFill } from "../orders/apply-event.ts";
import type { OpenOrder } from "../orders/order.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { barFillModelSchema } from "./fill-model-spec.ts";
import type { BarPath, Execution } from "./fill-model.ts";
import { fillModelOf } from "./fill-models.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const OPEN_MS = 1_700_006_400_000;
const LOT = COIN / 1_000n;

const INSTRUMENT: Instrument = {
  ...{ symbol: "BTC/USD", venueSymbol: "XBTUSD", base: assetOf("BTC"), quote: assetOf("USD") },
  ...{ tickUnits: PRICE / 10n, lotUnits: LOT, quantityMinUnits: 10n * LOT, notionalMinUnits: 0n, status: "online" },
};
const ENTRY: OpenOrder = {
  ...{ id: "order-1", intentSeq: 1, parentOrderId: undefined, symbol: "BTC/USD", side: "buy", kind: "market", purpose: "entry" },
  ...{ reason: "CROSS_UP", state: "open", createdMs: OPEN_MS, quantity: COIN, quoteBudget: undefined, filledQuantity: 0n },
  ...{ triggerUnits: undefined, stopOffsetUnits: PRICE, takeProfitOffsetUnits: undefined, barVolumeUnits: undefined },
  ...{ heldAsset: "USD", heldUnits: 0n, isCancelRequested: false, fillCount: 0, eventCount: 3 },
};
const EXIT: OpenOrder = { ...ENTRY, side: "sell", purpose: "exit", heldAsset: "BTC" };

type Bar = { readonly lots: number; readonly hour: number };
const barOf = ({ lots, hour }: Bar): BarPath => ({
  ...{ open: 100n * PRICE, high: 101n * PRICE, low: 99n * PRICE, close: 100n * PRICE },
  ...{ volume: BigInt(lots) * LOT, openMs: OPEN_MS + hour * HOUR_MS, durationMs: HOUR_MS },
});

/** A tenth of each bar, entries for three. */
const MODEL = fillModelOf(barFillModelSchema.parse({ name: "bar-path" }));

/** Bar after bar until nothing waits: what each made of it. */
function work(order: OpenOrder, bars: readonly Bar[], model = MODEL): readonly Execution[] {
  let at = order;
  const seen: Execution[] = [];
  for (const bar of bars) {
    const venue = { sha256, seed: "seed", takerFeeBps: 26, slippageBps: 5 };
    const execution = model.fill({ venue, order: at, instrument: INSTRUMENT, spendUnitsMax: 10n ** 30n }, { kind: "bar", bar: barOf(bar) });
    seen.push(execution);
    for (const { quantity } of execution.fills) at = applyFill(at, { quantity, isComplete: execution.rest.is === "none", usedUnits: 0n });
    if (execution.rest.is !== "waiting") return seen;
  }
  return seen;
}
const lotsOf = (seen: readonly Execution[]): readonly number[] =>
  seen.map(({ fills }) => Number(fills.reduce((sum, { quantity }) => sum + quantity, 0n) / LOT));
const hours = (...lots: readonly number[]): readonly Bar[] => lots.map((traded, hour) => ({ lots: traded, hour }));

describe("an order that takes a part of each bar", () => {
  it("takes a tenth, the rest in the next, and is done", () => {
    const seen = work(ENTRY, hours(4_000, 3_000, 9_000));
    expect(lotsOf(seen)).toEqual([400, 300, 300]);
    expect(seen.at(-1)?.rest).toEqual({ is: "none" });
  });

  it("of an entry is given up after its bars, missing ones counted; of a sale it is not", () => {
    expect(work(ENTRY, hours(1_000, 1_000, 1_000)).at(-1)?.rest).toEqual({
      is: "cancelled",
      quantity: 700n * LOT,
      reason: "PARTICIPATION_OVER",
    });
    const late = [{ lots: 1_000, hour: 7 }];
    expect(work(ENTRY, late)).toMatchObject([{ rest: { is: "cancelled", quantity: 900n * LOT } }]);
    expect(lotsOf(work(EXIT, hours(1_000, 1_000, 1_000, 0, 9_000)))).toEqual([100, 100, 100, 0, 700]);
  });

  it("buys no part that the venue would take no stop for, and leaves no rest of that kind", () => {
    expect(lotsOf(work(ENTRY, hours(99, 10_000)))).toEqual([0, 1_000]);
    expect(lotsOf(work(ENTRY, hours(9_950)))).toEqual([1_000]);
    expect(lotsOf(work(EXIT, hours(9_950)))).toEqual([1_000]);
  });

  it("waits at an opening price, where no volume is known yet", () => {
    const request = {
      venue: { sha256, seed: "seed", takerFeeBps: 26, slippageBps: 5 },
      order: ENTRY,
      instrument: INSTRUMENT,
      spendUnitsMax: 10n ** 30n,
    };
    expect(MODEL.fill(request, { kind: "open", openUnits: PRICE })).toEqual({ fills: [], rest: { is: "waiting", quantity: COIN } });
  });

  it("adds up, whatever the bars: no more than the order, no more than its part of a bar but for a smallest rest", () => {
    const terms = fc.record({ participationBps: fc.integer({ min: 1, max: 10_000 }), barsMax: fc.integer({ min: 1, max: 6 }) });
    const traded = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 8, maxLength: 12 });
    const lots = fc.integer({ min: 10, max: 3_000 });
    fc.assert(
      fc.property(terms, traded, lots, fc.constantFrom(ENTRY, EXIT), (of, volumes, wanted, shape) => {
        const order = { ...shape, quantity: BigInt(wanted) * LOT };
        const seen = work(order, hours(...volumes), fillModelOf(barFillModelSchema.parse({ name: "bar-path", ...of })));
        const filled = lotsOf(seen);
        const last = seen.at(-1)?.rest;
        const left = last === undefined || last.is === "none" ? 0n : last.quantity;
        expect(filled.reduce((sum, count) => sum + count, 0) + Number(left / LOT)).toBe(wanted);
        filled.forEach((count, hour) => expect(count).toBeLessThan(((volumes[hour] ?? 0) * of.participationBps) / 10_000 + 10));
        expect(seen.flatMap(({ fills }) => fills.map(({ n }) => n))).toEqual(
          seen.flatMap(({ fills }) => fills).map((_, index) => index + 1),
        );
        if (shape === ENTRY) {
          expect(seen.length).toBeLessThanOrEqual(of.barsMax);
          for (const count of filled) expect(count === 0 || count >= 10).toBe(true);
        } else expect(last?.is).not.toBe("cancelled");
      }),
    );
  });

  it("arrives 50 to 500 ms late, each part anew", () => {
    const drawn = Array.from({ length: 200 }, (_, index) => work({ ...EXIT, id: `order-${index}` }, hours(1_000, 1_000, 9_000))).flatMap(
      (seen) => seen.flatMap(({ fills }) => fills.map(({ latencyMs }) => latencyMs)),
    );
    expect(drawn.length).toBe(600);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(500);
    expect(new Set(drawn).size).toBeGreaterThan(200);
  });
});
