import type { Position } from "../ledger/lots.ts";
import type { OrderComparison } from "./what-if.ts";

type ComparedSlot = {
  readonly positions: readonly Position[];
  /** Nothing was decided: what was wanted before and is wanted after is the same order. */
  readonly isSkipped: boolean;
};

const keyOf = ({ side, purpose, symbol }: OrderComparison): string => `${side} ${purpose} ${symbol}`;

/**
 * Slots that are decided apart do not see that an order was made before: each makes it again. Counted once
 * is a sale for as long as the position that it sells stands as it was, and a purchase for as long as slot
 * after slot repeats it on the same position. What the recorded decision has made counts each time: it was made.
 */
export class OrderRepeats {
  /** Orders let through that may come again, with the position that they met. */
  #seen: ReadonlyMap<string, bigint> = new Map();

  /** The comparisons of the next slot but for those that repeat an order. */
  withoutRepeats(compared: readonly OrderComparison[], { positions, isSkipped }: ComparedSlot): readonly OrderComparison[] {
    const before = this.#seen;
    const seen = new Map([...before].filter(([key]) => isSkipped || key.startsWith("sell ")));
    const first = compared.filter((order) => {
      if (order.effect !== "let_through") return true;
      const held = positions.find(({ symbol }) => symbol === order.symbol)?.quantity ?? 0n;
      const isRepeat = before.get(keyOf(order)) === held;
      seen.set(keyOf(order), held);
      return !isRepeat;
    });
    this.#seen = seen;
    return first;
  }
}
