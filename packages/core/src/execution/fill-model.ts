import type { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { FillModelSpec } from "./fill-model-spec.ts";

/** What a venue without money charges: one taker fee, and the slippage that is drawn per fill. */
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
  /** From the price that the order met on its way out to the one it fills at; 0 where the model has no latency. */
  readonly latencyMs: number;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  /** The price before slippage: what the market showed when the order arrived. */
  readonly referencePriceUnits: bigint;
  /** Quote paid (a buy, rounded up) or received (a sell, rounded down), without the fee. */
  readonly notionalUnits: bigint;
  /** In quote units. */
  readonly feeUnits: bigint;
};

export type FillRequest = {
  readonly venue: PaperVenue;
  readonly order: OpenOrder;
  readonly instrument: Instrument;
  /** Most quote that a buy may spend, fee included: what is reserved for it and what is free. */
  readonly spendUnitsMax: bigint;
  /** Most base units that may fill now; undefined: all that is wanted. A decorator sets it. */
  readonly quantityMax?: bigint | undefined;
  /** How long the order was on its way; undefined: no time. A decorator sets it. */
  readonly latencyMs?: number | undefined;
};

/** Prices of a closed bar at PRICE_SCALE and its volume in base units. */
export type BarUnits = { readonly open: bigint; readonly high: bigint; readonly low: bigint; readonly volume: bigint };

/** A closed bar with all that a price does in it: it opens at `openMs` and lasts `durationMs`. */
export type BarPath = BarUnits & { readonly close: bigint; readonly openMs: number; readonly durationMs: number };

/** Best bid and ask at PRICE_SCALE, and how much stands there in base units where the ticker says it. */
export type Quote = {
  readonly atMs: number;
  readonly bidUnits: bigint;
  readonly askUnits: bigint;
  readonly bidQuantity?: bigint | undefined;
  readonly askQuantity?: bigint | undefined;
};

/** One price of a book, and what stands there in base units. */
export type BookLevel = { readonly priceUnits: bigint; readonly quantity: bigint };

/** A book as it stood at a moment: bids from the highest down, asks from the lowest up. */
export type OrderBook = { readonly atMs: number; readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] };

/** What is known of the market when an order is to be filled. Quotes and books ascend in time. */
export type MarketFacts =
  /** The opening price of a bar that goes on: nothing else of it is known. */
  | { readonly kind: "open"; readonly openUnits: bigint }
  | { readonly kind: "bar"; readonly bar: BarPath }
  | { readonly kind: "quotes"; readonly quotes: readonly Quote[] }
  | { readonly kind: "books"; readonly books: readonly OrderBook[] };

/** Why the rest of an order is given up. */
export type GivenUpFor = "BALANCE_INSUFFICIENT" | "PARTICIPATION_OVER";

/** What is left of an order after its fills: nothing; what waits for the market's next facts; or what is cancelled, and why. */
export type Rest =
  | { readonly is: "none" }
  | { readonly is: "waiting"; readonly quantity: bigint }
  | { readonly is: "cancelled"; readonly quantity: bigint; readonly reason: GivenUpFor };

/** What the venue made of an order on these facts: no fill, one, or several, and what is left. */
export type Execution = { readonly fills: readonly PaperFill[]; readonly rest: Rest };

/**
 * A fill model: what an order gets from a market that it was never in. Pure: the same run seed, order
 * and facts give the same fills. It fills resting protections too, of which only those are handed in
 * that have not been reached before.
 *
 * Facts that it can't fill on leave the order waiting: a model of bars waits at an opening price, and
 * a model of opens never sees a book.
 */
export type FillModel = {
  readonly name: FillModelSpec["name"];
  /** A stop is assumed to fill at the worst that its bar allows, and its step in the order's life says so. */
  readonly saysStopsArePessimistic: boolean;
  readonly fill: (request: FillRequest, facts: MarketFacts) => Execution;
};

/** What is still wanted of an order. */
export function wantedQuantity(order: OpenOrder): bigint {
  return order.quantity - order.filledQuantity;
}

/** Nothing happens to an order, and it waits. */
export function waiting(order: OpenOrder): Execution {
  return { fills: [], rest: { is: "waiting", quantity: wantedQuantity(order) } };
}
