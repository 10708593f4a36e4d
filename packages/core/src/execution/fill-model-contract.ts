/** What every fill model promises, as laws that a test asks of each plug-in. Pure, so that core's own rules hold here too. */
import { notionalUnits } from "../money/notional.ts";
import { rateOfBps } from "../money/rate.ts";
import { isOnStep } from "../money/step.ts";
import { feeUnits } from "./fees.ts";
import { wantedQuantity, type Execution, type FillModel, type FillRequest, type MarketFacts, type PaperFill } from "./fill-model.ts";
import { slippedPrice } from "./slippage.ts";

/** No fill slips more than this many times its base rate. */
const SLIPPAGE_MULTIPLE_MAX = 10n;

/** One time that a model was asked, and what it answered. */
export type Asked = {
  readonly model: FillModel;
  readonly request: FillRequest;
  readonly facts: MarketFacts;
  readonly execution: Execution;
};

/** A law and whether an answer keeps it. */
export type FillLaw = { readonly name: string; readonly holds: (asked: Asked) => boolean };

const filledOf = ({ fills }: Execution): bigint => fills.reduce((sum, { quantity }) => sum + quantity, 0n);
const paidOf = ({ fills }: Execution): bigint => fills.reduce((sum, fill) => sum + fill.notionalUnits + fill.feeUnits, 0n);

/** A law that each fill keeps by itself. */
function ofEachFill(name: string, holds: (fill: PaperFill, asked: Asked) => boolean): FillLaw {
  return { name, holds: (asked) => asked.execution.fills.every((fill) => holds(fill, asked)) };
}

/** The prices that the market showed in these facts, lowest and highest. */
function shownRange(facts: MarketFacts): { readonly low: bigint; readonly high: bigint } {
  const prices = ((): readonly bigint[] => {
    switch (facts.kind) {
      case "open":
        return [facts.openUnits];
      case "bar":
        return [facts.bar.low, facts.bar.high];
      case "quotes":
        return facts.quotes.flatMap(({ bidUnits, askUnits }) => [bidUnits, askUnits]);
      case "books":
        return facts.books.flatMap(({ bids, asks }) => [...bids, ...asks].map(({ priceUnits }) => priceUnits));
    }
  })();
  const [first = 0n] = prices;
  return {
    low: prices.reduce((least, price) => (price < least ? price : least), first),
    high: prices.reduce((most, price) => (price > most ? price : most), first),
  };
}

function isWorseOrEqual({ order }: FillRequest, priceUnits: bigint, thanUnits: bigint): boolean {
  return order.side === "buy" ? priceUnits >= thanUnits : priceUnits <= thanUnits;
}

/** The worst price that slippage may make of one that the market showed. */
function worstSlipped({ venue, order, instrument }: FillRequest, referencePriceUnits: bigint): bigint {
  const rateUnits = rateOfBps(venue.slippageBps) * SLIPPAGE_MULTIPLE_MAX;
  return slippedPrice({ side: order.side, referencePriceUnits, rateUnits, tickUnits: instrument.tickUnits });
}

/** Every law that one answer can be held against; determinism and size compare two. */
export const FILL_LAWS: readonly FillLaw[] = Object.freeze([
  {
    name: "never fills more than the order",
    holds: ({ request: { order }, execution }) => order.quoteBudget !== undefined || filledOf(execution) <= wantedQuantity(order),
  },
  {
    name: "never spends more than the money there is",
    holds: ({ request, execution }) => request.order.side === "sell" || paidOf(execution) <= request.spendUnitsMax,
  },
  {
    name: "says what is left, to the unit",
    holds: ({ request: { order }, execution }) => {
      if (order.quoteBudget !== undefined) return true;
      const left = execution.rest.is === "none" ? 0n : execution.rest.quantity;
      return filledOf(execution) + left === wantedQuantity(order) && (left > 0n || execution.rest.is === "none");
    },
  },
  {
    name: "numbers fills on from those before, without a gap",
    holds: ({ request: { order }, execution }) => execution.fills.every(({ n }, index) => n === order.fillCount + 1 + index),
  },
  ofEachFill("fills something, in whole lots", ({ quantity }, { request }) => {
    return quantity > 0n && isOnStep(quantity, request.instrument.lotUnits);
  }),
  ofEachFill("prices to the tick", ({ priceUnits }, { request }) => priceUnits > 0n && isOnStep(priceUnits, request.instrument.tickUnits)),
  ofEachFill("is never better than its reference price", (fill, { request }) => {
    return isWorseOrEqual(request, fill.priceUnits, fill.referencePriceUnits);
  }),
  ofEachFill("refers to a price that the market showed", ({ referencePriceUnits }, { facts }) => {
    const { low, high } = shownRange(facts);
    return referencePriceUnits >= low && referencePriceUnits <= high;
  }),
  ofEachFill("leaves the market's range by no more than slippage and a tick", ({ priceUnits }, { request, facts }) => {
    const { low, high } = shownRange(facts);
    const worst = worstSlipped(request, request.order.side === "buy" ? high : low);
    return isWorseOrEqual(request, worst, priceUnits);
  }),
  ofEachFill("rounds notional and fee against the order", (fill, { request: { order, instrument, venue } }) => {
    const { priceUnits, quantity } = fill;
    const mode = order.side === "buy" ? "ceil" : "floor";
    const notional = notionalUnits({ priceUnits, quantity, pair: instrument, mode });
    return fill.notionalUnits === notional && fill.feeUnits === feeUnits({ notionalUnits: notional, feeBps: venue.takerFeeBps });
  }),
  ofEachFill("sells a stop inside a bar at its trigger or below", ({ priceUnits }, { request: { order }, facts }) => {
    return order.kind !== "stop-loss" || facts.kind !== "bar" || priceUnits <= (order.triggerUnits ?? 0n);
  }),
  {
    name: "fills a protection whole or not at all, but for what a book holds",
    holds: ({ request: { order }, execution: { fills, rest }, facts }) =>
      order.kind === "market" || facts.kind === "books" || fills.length === 0 || rest.is === "none",
  },
]);

/** Names of the laws that an answer breaks; none where the model keeps its contract. */
export function brokenLaws(asked: Asked): readonly string[] {
  return FILL_LAWS.filter(({ holds }) => !holds(asked)).map(({ name }) => name);
}

/** Whether a larger order paid no better a price for each unit than a smaller one at the same place. */
export function isNoBetterForSize(side: "buy" | "sell", smaller: Execution, larger: Execution): boolean {
  const [few, many] = [filledOf(smaller), filledOf(larger)];
  if (few === 0n || many === 0n) return true;
  const valueOf = ({ fills }: Execution): bigint => fills.reduce((sum, { priceUnits, quantity }) => sum + priceUnits * quantity, 0n);
  const [small, large] = [valueOf(smaller) * many, valueOf(larger) * few];
  return side === "buy" ? large >= small : large <= small;
}
