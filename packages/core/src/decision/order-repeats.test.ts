import { describe, expect, test } from "vitest";
import { OrderRepeats } from "./order-repeats.ts";
import type { OrderComparison } from "./what-if.ts";

const SALE: OrderComparison = {
  atMs: 0,
  symbol: "BTC/USD",
  side: "sell",
  purpose: "exit",
  reason: "HALT",
  effect: "let_through",
  wasQuantity: undefined,
  wouldQuantity: 100n,
  code: undefined,
  facts: [],
};
const PURCHASE: OrderComparison = { ...SALE, side: "buy", purpose: "entry" };
const holding = (quantity: bigint, isSkipped = false) => ({ positions: [{ symbol: "BTC/USD", quantity, lots: [] }], isSkipped });

/** How many of the orders of each slot are counted. */
function counted(slots: readonly (readonly [orders: readonly OrderComparison[], slot: ReturnType<typeof holding>])[]): readonly number[] {
  const repeats = new OrderRepeats();
  return slots.map(([orders, slot]) => repeats.withoutRepeats(orders, slot).length);
}

describe("an order that slots repeat", () => {
  test.each<[what: string, slots: Parameters<typeof counted>[0], expected: readonly number[]]>([
    [
      "counts once for one position that it sells, whatever lies between",
      [
        [[SALE], holding(5n)],
        [[], holding(5n)],
        [[SALE], holding(5n)],
      ],
      [1, 0, 0],
    ],
    [
      "counts again for another position",
      [
        [[SALE], holding(5n)],
        [[SALE], holding(3n)],
        [[SALE], holding(3n)],
      ],
      [1, 1, 0],
    ],
    [
      "counts once as long as it is bought slot after slot",
      [
        [[PURCHASE], holding(0n)],
        [[PURCHASE], holding(0n)],
      ],
      [1, 0],
    ],
    [
      "counts again where it was not wanted between",
      [
        [[PURCHASE], holding(0n)],
        [[], holding(0n)],
        [[PURCHASE], holding(0n)],
      ],
      [1, 0, 1],
    ],
    [
      "counts once over a slot that was skipped",
      [
        [[PURCHASE], holding(0n)],
        [[], holding(0n, true)],
        [[PURCHASE], holding(0n)],
      ],
      [1, 0, 0],
    ],
    [
      "counts each time that it was really made",
      [
        [[{ ...SALE, effect: "blocked" }], holding(5n)],
        [[{ ...SALE, effect: "blocked" }], holding(5n)],
      ],
      [1, 1],
    ],
    ["counts both of one slot", [[[SALE, SALE], holding(5n)]], [2]],
  ])("%s", (_, slots, expected) => {
    expect(counted(slots)).toEqual(expected);
  });
});
