import { waiting, type Execution, type FillModel, type FillRequest, type MarketFacts } from "./fill-model.ts";
import { fillAtReference } from "./priced-fill.ts";
import { triggeredPrice } from "./triggers.ts";

/** A price that the whole order fills at, with slippage by its size against the bar that was decided on. */
export function fillWholeAt(request: FillRequest, priceUnits: bigint): Execution {
  return fillAtReference(request, { priceUnits, volumeUnits: request.order.barVolumeUnits });
}

function fill(request: FillRequest, facts: MarketFacts): Execution {
  const { order } = request;
  if (facts.kind === "open") return order.kind === "market" ? fillWholeAt(request, facts.openUnits) : waiting(order);
  if (facts.kind !== "bar") return waiting(order);
  if (order.kind === "market") return fillWholeAt(request, facts.bar.open);
  const priceUnits = triggeredPrice(order, facts.bar);
  return priceUnits === undefined ? waiting(order) : fillAtReference(request, { priceUnits, volumeUnits: facts.bar.volume });
}

/**
 * The whole order at the open of the first bar after it was made. What every run fills by where it
 * chooses nothing else, and what receipts and ledgers of all releases were booked by: its numbers
 * never change.
 */
export const NEXT_OPEN: FillModel = Object.freeze({ name: "next-open", saysStopsArePessimistic: false, fill });
