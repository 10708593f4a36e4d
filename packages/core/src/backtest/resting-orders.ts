import { PRICE_SCALE } from "../money/asset.ts";
import { nearUnits } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";

/** Far more than a trigger loses as a double, far less than a move of a price: what lies closer is settled exactly. */
const MARGIN = 1e-9;

/**
 * Where the orders of a state rest, as doubles: most bars reach none of them, and their books need not be
 * opened to know it. It may say that one is reached which is not; never the other way round.
 */
export class RestingOrders {
  readonly #isWaiting: boolean;
  #stopMax = -Infinity;
  #targetMin = Infinity;

  constructor(orders: readonly OpenOrder[]) {
    this.#isWaiting = orders.some(({ triggerUnits }) => triggerUnits === undefined);
    for (const { kind, triggerUnits } of orders) {
      if (triggerUnits === undefined) continue;
      const trigger = nearUnits(triggerUnits, PRICE_SCALE);
      if (kind === "stop-loss") this.#stopMax = Math.max(this.#stopMax, trigger * (1 + MARGIN));
      else this.#targetMin = Math.min(this.#targetMin, trigger * (1 - MARGIN));
    }
  }

  /** Whether a bar may fill one: it waits for any bar, or the bar comes near its trigger. */
  mayFillIn(low: number, high: number): boolean {
    return this.#isWaiting || low <= this.#stopMax || high >= this.#targetMin;
  }
}
