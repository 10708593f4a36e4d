import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assetOf } from "../money/asset.ts";
import { addLot, averageCostUnits, costOf, disposeLots, type Position } from "./lots.ts";

const lot = (n: number, quantity: bigint, costUnits: bigint) => ({ n, openedMs: n, quantity, priceUnits: BigInt(n), costUnits });
const TWO: Position = addLot(addLot(undefined, "BTC/USD", lot(1, 10n, 101n)), "BTC/USD", lot(2, 30n, 400n));

describe("FIFO lots", () => {
  it("sell the oldest first, a part of a lot at its share of the cost", () => {
    const { position, disposals } = disposeLots(TWO, { quantity: 20n, proceedsUnits: 301n });
    expect(disposals).toEqual([
      { symbol: "BTC/USD", quantity: 10n, costUnits: 101n, proceedsUnits: 150n, openedMs: 1, entryPriceUnits: 1n },
      { symbol: "BTC/USD", quantity: 10n, costUnits: 133n, proceedsUnits: 151n, openedMs: 2, entryPriceUnits: 2n },
    ]);
    expect(position).toEqual({
      symbol: "BTC/USD",
      quantity: 20n,
      lots: [{ n: 2, openedMs: 2, quantity: 20n, priceUnits: 2n, costUnits: 267n }],
    });
  });

  it("leave nothing of a position that is sold whole, and keep dust of one that is not", () => {
    expect(disposeLots(TWO, { quantity: 40n, proceedsUnits: 1n }).position).toBeUndefined();
    expect(disposeLots(TWO, { quantity: 39n, proceedsUnits: 1n }).position?.quantity).toBe(1n);
  });

  it("have an average cost with their fees, rounded up", () => {
    const pair = { base: assetOf("BTC"), quote: assetOf("USD") };
    const coin = 1_000_000_000_000n;
    const position = addLot(addLot(undefined, "BTC/USD", lot(1, coin, 100_00000000n)), "BTC/USD", lot(2, 2n * coin, 100_00000000n));
    expect(averageCostUnits(position, pair)).toBe(66_666_666_666_667n);
  });

  it("refuse a sale of more than is held, and of nothing", () => {
    expect(() => disposeLots(TWO, { quantity: 41n, proceedsUnits: 1n })).toThrow();
    expect(() => disposeLots(TWO, { quantity: 0n, proceedsUnits: 0n })).toThrow();
    expect(() => addLot(undefined, "BTC/USD", lot(1, 0n, 0n))).toThrow();
  });

  it("lose and make no unit of quantity, cost or proceeds, however a position is sold", () => {
    const units = fc.bigInt({ min: 1n, max: 10n ** 20n });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(units, units), { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(units, units), { maxLength: 8 }),
        (bought, sold) => {
          let position: Position | undefined;
          bought.forEach(([quantity, cost], n) => {
            position = addLot(position, "X/Y", lot(n, quantity, cost));
          });
          const cost = bought.reduce((sum, [, units_]) => sum + units_, 0n);
          const total = bought.reduce((sum, [quantity]) => sum + quantity, 0n);
          let soldQuantity = 0n;
          let soldCost = 0n;
          for (const [wanted, proceedsUnits] of sold) {
            if (position === undefined) break;
            const quantity = wanted < position.quantity ? wanted : position.quantity;
            const disposed = disposeLots(position, { quantity, proceedsUnits });
            expect(disposed.disposals.reduce((sum, part) => sum + part.quantity, 0n)).toBe(quantity);
            expect(disposed.disposals.reduce((sum, part) => sum + part.proceedsUnits, 0n)).toBe(proceedsUnits);
            soldCost += disposed.disposals.reduce((sum, part) => sum + part.costUnits, 0n);
            soldQuantity += quantity;
            position = disposed.position;
          }
          expect(soldQuantity + (position?.quantity ?? 0n)).toBe(total);
          expect(soldCost + (position === undefined ? 0n : costOf(position))).toBe(cost);
          expect(position === undefined ? 0n : position.lots.reduce((sum, open) => sum + open.quantity, 0n)).toBe(position?.quantity ?? 0n);
        },
      ),
    );
  });
});
