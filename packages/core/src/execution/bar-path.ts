import { divideRounded, type RoundingMode } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import { waiting, type BarPath, type Execution, type FillModel, type FillRequest, type MarketFacts } from "./fill-model.ts";
import { fillAtReference } from "./priced-fill.ts";
import { triggeredPrice } from "./triggers.ts";

/** A bar's path has three legs of equal time. */
const LEGS = 3;

/** Where the price stands after a part of the way from one price to another, rounded against the order. */
function between(from: bigint, to: bigint, part: { readonly of: bigint; readonly whole: bigint; readonly mode: RoundingMode }): bigint {
  const moved = to - from;
  // The way down is cut to the other side, so that the price itself is rounded as named.
  const mode = moved < 0n ? (part.mode === "ceil" ? "floor" : "ceil") : part.mode;
  const size = divideRounded((moved < 0n ? -moved : moved) * part.of, part.whole, mode);
  return moved < 0n ? from - size : from + size;
}

function roundingOf({ side }: OpenOrder): RoundingMode {
  return side === "buy" ? "ceil" : "floor";
}

/**
 * The price that an order meets so long after a bar's open. The way from open to close is not known, so
 * the price is assumed to turn against the order first: a buy meets open, high, low, close, a sale
 * open, low, high, close, a third of the bar's time each, in straight lines.
 */
export function priceOnPath(order: OpenOrder, bar: BarPath, afterMs: number): bigint {
  const { open, high, low, close, durationMs } = bar;
  const turns = order.side === "buy" ? [open, high, low, close] : [open, low, high, close];
  const leg = Math.floor((afterMs * LEGS) / durationMs);
  const [from, to] = [turns[leg], turns[leg + 1]];
  if (from === undefined || to === undefined) return close;
  const into = afterMs * LEGS - leg * durationMs;
  return between(from, to, { of: BigInt(into), whole: BigInt(durationMs), mode: roundingOf(order) });
}

/** A stop that is reached sells while the price goes on falling: as fast as the bar's path falls, at most to its low. */
function stoppedPrice(order: OpenOrder, bar: BarPath, of: { readonly metUnits: bigint; readonly afterMs: number }): bigint {
  const fallen = between(bar.open, bar.low, { of: BigInt(of.afterMs * LEGS), whole: BigInt(bar.durationMs), mode: "floor" });
  const priceUnits = of.metUnits - (bar.open - fallen);
  return priceUnits < bar.low ? bar.low : priceUnits;
}

function fill(request: FillRequest, facts: MarketFacts): Execution {
  const { order, latencyMs: afterMs = 0 } = request;
  if (facts.kind !== "bar") return waiting(order);
  const { bar } = facts;
  if (order.kind === "market") {
    return fillAtReference(request, { priceUnits: priceOnPath(order, bar, afterMs), volumeUnits: bar.volume });
  }
  const metUnits = triggeredPrice(order, bar);
  if (metUnits === undefined) return waiting(order);
  const priceUnits = order.kind === "stop-loss" ? stoppedPrice(order, bar, { metUnits, afterMs }) : metUnits;
  return fillAtReference(request, { priceUnits, volumeUnits: bar.volume });
}

/**
 * A path through the bar after the decision, known when it has closed: the price that an order meets
 * moves with its latency, and its slippage grows with its size against what the bar traded. Latency and
 * participation are decorators of it.
 */
export const BAR_PATH: FillModel = Object.freeze({ name: "bar-path", saysStopsArePessimistic: true, fill });
