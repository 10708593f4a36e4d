import { PRICE_SCALE } from "../money/asset.ts";
import { isAtLeast } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { BarUnits } from "./fill-model.ts";

/** A resting protection without a trigger is a broken invariant. */
export function triggerOf(order: OpenOrder): bigint {
  if (order.triggerUnits === undefined) throw new Error(`order ${order.id} rests without a trigger`);
  return order.triggerUnits;
}

/**
 * Whether a closed bar reaches a resting protection, asked of the bar's doubles: most bars reach none,
 * and need not become units for it. Exact, and the same answer as `triggeredPrice` finds.
 */
export function isTriggered(order: OpenOrder, bar: { readonly low: number; readonly high: number }): boolean {
  const trigger = triggerOf(order);
  if (order.kind === "stop-loss") return isAtLeast(trigger, bar.low, PRICE_SCALE);
  return !isAtLeast(trigger - 1n, bar.high, PRICE_SCALE);
}

/**
 * The price at which a closed bar meets a resting protection; undefined where it does not. A stop is
 * reached where the low touches its trigger and meets the lower of open and trigger: a gap through it
 * is met at the open. A take profit is reached by the high and meets the higher of both. On the
 * entry's own bar the trigger of a stop lies under the open, so the same rule gives the trigger.
 */
export function triggeredPrice(order: OpenOrder, bar: BarUnits): bigint | undefined {
  const trigger = triggerOf(order);
  if (order.kind === "stop-loss") {
    if (bar.low > trigger) return undefined;
    return bar.open < trigger ? bar.open : trigger;
  }
  if (bar.high < trigger) return undefined;
  return bar.open > trigger ? bar.open : trigger;
}
