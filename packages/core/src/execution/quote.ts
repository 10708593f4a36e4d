import { divideRounded } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import { waiting, type Execution, type FillModel, type FillRequest, type MarketFacts, type Quote } from "./fill-model.ts";
import type { QuoteSpec } from "./fill-model-spec.ts";
import { fillAtReference } from "./priced-fill.ts";
import { triggerOf } from "./triggers.ts";

/** Taking all that stands at the touch doubles the slippage, as a tenth of a bar's volume does. */
const TOUCHES_IN_VOLUME = 10n;

/** Whether a quote reaches a resting sale: a protection is met by what a buyer bids. */
function isReachedBy(order: OpenOrder, { bidUnits }: Quote): boolean {
  if (order.kind === "market") return true;
  return order.kind === "stop-loss" ? bidUnits <= triggerOf(order) : bidUnits >= triggerOf(order);
}

function priceAt(side: OpenOrder["side"], { bidUnits, askUnits }: Quote, at: QuoteSpec["at"]): bigint {
  if (at === "mid") return divideRounded(bidUnits + askUnits, 2n, side === "buy" ? "ceil" : "floor");
  return side === "buy" ? askUnits : bidUnits;
}

/** The first quote that the order can meet: made after it was, and at or after its arrival; a protection arrives once it is reached. */
function metQuote({ order, latencyMs = 0 }: FillRequest, quotes: readonly Quote[]): Quote | undefined {
  const reached = quotes.find((quote) => quote.atMs > order.createdMs && isReachedBy(order, quote));
  if (reached === undefined) return undefined;
  const fromMs = order.kind === "market" ? order.createdMs : reached.atMs;
  return quotes.find(({ atMs }) => atMs > order.createdMs && atMs >= fromMs + latencyMs);
}

/**
 * The best bid or ask of a ticker, or the middle of both: the next one after the order arrived, never
 * the price decided on. Facts are all quotes since the order was made; until one meets it, it waits.
 */
export function quoteModel({ at }: Pick<QuoteSpec, "at">): FillModel {
  const fill = (request: FillRequest, facts: MarketFacts): Execution => {
    const { order } = request;
    const quote = facts.kind === "quotes" ? metQuote(request, facts.quotes) : undefined;
    if (quote === undefined) return waiting(order);
    const touch = order.side === "buy" ? quote.askQuantity : quote.bidQuantity;
    const volumeUnits = touch === undefined ? undefined : touch * TOUCHES_IN_VOLUME;
    return fillAtReference(request, { priceUnits: priceAt(order.side, quote, at), volumeUnits });
  };
  return { name: "quote", saysStopsArePessimistic: false, fill };
}
