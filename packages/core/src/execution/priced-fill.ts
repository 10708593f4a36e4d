import { notionalUnits } from "../money/notional.ts";
import { rateOfBps } from "../money/rate.ts";
import { roundToStep } from "../money/step.ts";
import type { OpenOrder } from "../orders/order.ts";
import { affordableQuantity } from "../risk/affordable.ts";
import { feeUnits } from "./fees.ts";
import { wantedQuantity, type Execution, type FillRequest, type PaperFill, type Rest } from "./fill-model.ts";
import { slippageRate, slippedPrice } from "./slippage.ts";

function smaller(left: bigint, right: bigint | undefined): bigint {
  return right !== undefined && right < left ? right : left;
}

/** What a buy may still spend: its budget at first, what of it is still reserved after a part. */
function budgetUnits({ order, spendUnitsMax }: FillRequest): bigint {
  return smaller(spendUnitsMax, order.filledQuantity === 0n ? order.quoteBudget : order.heldUnits);
}

/** What a buy takes: what was wanted, as far as its money reaches. */
function boughtQuantity(request: FillRequest, priceUnits: bigint): bigint {
  const { order, instrument, venue } = request;
  const budget = order.quoteBudget === undefined ? request.spendUnitsMax : budgetUnits(request);
  const affordable = affordableQuantity({ budgetUnits: budget, priceUnits, feeRateUnits: rateOfBps(venue.takerFeeBps), pair: instrument });
  const quantity = order.quoteBudget !== undefined ? affordable : smaller(affordable, wantedQuantity(order));
  return roundToStep({ units: quantity, stepUnits: instrument.lotUnits, mode: "floor" });
}

/** What of an order can fill at a price: as far as it is wanted, its money reaches and the venue gives. */
export function fillableQuantity(request: FillRequest, priceUnits: bigint): bigint {
  const wanted = request.order.side === "buy" ? boughtQuantity(request, priceUnits) : wantedQuantity(request.order);
  return smaller(wanted, request.quantityMax);
}

/** A fill of a quantity at a price that is decided, with its notional and its fee, each rounded against the order. */
export function fillOf(
  request: FillRequest,
  at: { readonly n: number; readonly quantity: bigint; readonly priceUnits: bigint; readonly referencePriceUnits: bigint },
): PaperFill {
  const { order, instrument, venue, latencyMs = 0 } = request;
  const { n, quantity, priceUnits, referencePriceUnits } = at;
  const notional = notionalUnits({ priceUnits, quantity, pair: instrument, mode: order.side === "buy" ? "ceil" : "floor" });
  const fee = feeUnits({ notionalUnits: notional, feeBps: venue.takerFeeBps });
  return { n, latencyMs, quantity, priceUnits, referencePriceUnits, notionalUnits: notional, feeUnits: fee };
}

/** What is left after a quantity: a buy that spends a budget is done when its money is, any other when its quantity is. */
export function restAfter({ order, quantityMax }: FillRequest, quantity: bigint): Rest {
  const left = wantedQuantity(order) - quantity;
  const isCapped = quantityMax !== undefined && quantity >= quantityMax;
  if (order.quoteBudget !== undefined && quantity > 0n && !isCapped) return { is: "none" };
  if (order.quoteBudget === undefined && left === 0n) return { is: "none" };
  const leftQuantity = left > 0n ? left : 0n;
  if (isCapped) return { is: "waiting", quantity: leftQuantity };
  return { is: "cancelled", quantity: leftQuantity, reason: "BALANCE_INSUFFICIENT" };
}

/** Where a fill's price comes from: what the market showed, and the volume that its size is measured against. */
export type Reference = { readonly priceUnits: bigint; readonly volumeUnits: bigint | undefined };

function sizeOf(order: OpenOrder, quantityMax: bigint | undefined): bigint {
  return smaller(order.quantity, quantityMax);
}

/** One fill at a reference price that is moved against the order by drawn slippage, and what is left after it. */
export function fillAtReference(request: FillRequest, reference: Reference): Execution {
  const { order, instrument, venue } = request;
  const n = order.fillCount + 1;
  const referencePriceUnits = reference.priceUnits;
  const rateUnits = slippageRate({
    slippageBps: venue.slippageBps,
    seed: { sha256: venue.sha256, writer: venue.writer, seed: venue.seed, orderId: order.id, n },
    quantity: sizeOf(order, request.quantityMax),
    barVolumeUnits: reference.volumeUnits,
  });
  const priceUnits = slippedPrice({ side: order.side, referencePriceUnits, rateUnits, tickUnits: instrument.tickUnits });
  const quantity = fillableQuantity(request, priceUnits);
  const fills = quantity > 0n ? [fillOf(request, { n, quantity, priceUnits, referencePriceUnits })] : [];
  return { fills, rest: restAfter(request, quantity) };
}
