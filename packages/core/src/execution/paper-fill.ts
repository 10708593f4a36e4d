import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import { rateOfBps } from "../money/rate.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { roundToStep } from "../money/step.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import { isAtLeast } from "../numeric/fixed.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import { affordableQuantity } from "../risk/affordable.ts";
import { feeUnits } from "./fees.ts";
import { slippageRate, slippedPrice } from "./slippage.ts";

/** The paper venue's model: one taker fee, and slippage drawn per fill. */
export type PaperVenue = {
  readonly sha256: Sha256;
  readonly writer?: CanonicalWriter | undefined;
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
};

/** One fill of the paper venue. */
export type PaperFill = {
  /** From 1 per order. */
  readonly n: number;
  /** After the price that it fills at was made; 0 while the venue models no latency. */
  readonly latencyMs: number;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  /** The price before slippage. */
  readonly referencePriceUnits: bigint;
  /** Quote paid (a buy, rounded up) or received (a sell, rounded down), without the fee. */
  readonly notionalUnits: bigint;
  /** In quote units. */
  readonly feeUnits: bigint;
};

/** What the venue made of an order at a price: no fill, one, or several; complete where all that was wanted is filled. */
export type PaperExecution = { readonly fills: readonly PaperFill[]; readonly isComplete: boolean };

export type FillRequest = {
  readonly venue: PaperVenue;
  readonly order: OpenOrder;
  readonly instrument: Instrument;
  /** Most quote that a buy may spend, fee included: what is reserved for it and what is free. */
  readonly spendUnitsMax: bigint;
};

const NOTHING: PaperExecution = { fills: [], isComplete: false };

/** What a buy takes: what was wanted, as far as its money reaches. */
function boughtQuantity(request: FillRequest, priceUnits: bigint): bigint {
  const { order, instrument, venue } = request;
  const budget = order.quoteBudget !== undefined && order.quoteBudget < request.spendUnitsMax ? order.quoteBudget : request.spendUnitsMax;
  const affordable = affordableQuantity({ budgetUnits: budget, priceUnits, feeRateUnits: rateOfBps(venue.takerFeeBps), pair: instrument });
  const wanted = order.quantity - order.filledQuantity;
  const quantity = order.quoteBudget !== undefined || affordable < wanted ? affordable : wanted;
  return roundToStep({ units: quantity, stepUnits: instrument.lotUnits, mode: "floor" });
}

function executeAt(request: FillRequest, referencePriceUnits: bigint, barVolumeUnits: bigint | undefined): PaperExecution {
  const { order, instrument, venue } = request;
  const n = order.fillCount + 1;
  const rateUnits = slippageRate({
    slippageBps: venue.slippageBps,
    seed: { sha256: venue.sha256, writer: venue.writer, seed: venue.seed, orderId: order.id, n },
    quantity: order.quantity,
    barVolumeUnits,
  });
  const priceUnits = slippedPrice({ side: order.side, referencePriceUnits, rateUnits, tickUnits: instrument.tickUnits });
  const quantity = order.side === "buy" ? boughtQuantity(request, priceUnits) : order.quantity - order.filledQuantity;
  if (quantity <= 0n) return NOTHING;
  const notional = notionalUnits({ priceUnits, quantity, pair: instrument, mode: order.side === "buy" ? "ceil" : "floor" });
  const fee = feeUnits({ notionalUnits: notional, feeBps: venue.takerFeeBps });
  const fill: PaperFill = { n, latencyMs: 0, quantity, priceUnits, referencePriceUnits, notionalUnits: notional, feeUnits: fee };
  return { fills: [fill], isComplete: order.quoteBudget !== undefined || order.filledQuantity + quantity === order.quantity };
}

/** A market order meets the open of the first bar after it was made. */
export function fillAtOpen(request: FillRequest, openUnits: bigint): PaperExecution {
  return executeAt(request, openUnits, request.order.barVolumeUnits);
}

/** Prices of a closed bar at PRICE_SCALE and its volume in base units. */
export type BarUnits = { readonly open: bigint; readonly high: bigint; readonly low: bigint; readonly volume: bigint };

/**
 * Whether a closed bar reaches a resting protection, asked of the bar's doubles: most bars reach none,
 * and need not become units for it. Exact, and the same answer as `fillTriggeredInBar` finds.
 */
export function isTriggered(order: OpenOrder, bar: { readonly low: number; readonly high: number }): boolean {
  const trigger = order.triggerUnits;
  if (trigger === undefined) throw new Error(`order ${order.id} rests without a trigger`);
  if (order.kind === "stop-loss") return isAtLeast(trigger, bar.low, PRICE_SCALE);
  return !isAtLeast(trigger - 1n, bar.high, PRICE_SCALE);
}

/**
 * A resting protection against a closed bar. A stop is reached where the low touches its trigger and
 * fills at the lower of open and trigger: a gap through it fills at the open. A take profit is
 * reached by the high and fills at the higher of both. On the entry's own bar the trigger of a stop
 * lies under the open, so the same rule gives the trigger.
 */
export function fillTriggeredInBar(request: FillRequest, bar: BarUnits): PaperExecution {
  const { order } = request;
  const trigger = order.triggerUnits;
  if (trigger === undefined) throw new Error(`order ${order.id} rests without a trigger`);
  if (order.kind === "stop-loss")
    return bar.low <= trigger ? executeAt(request, bar.open < trigger ? bar.open : trigger, bar.volume) : NOTHING;
  return bar.high >= trigger ? executeAt(request, bar.open > trigger ? bar.open : trigger, bar.volume) : NOTHING;
}
