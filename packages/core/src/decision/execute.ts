import { PRICE_SCALE } from "../money/asset.ts";
import type { Bar } from "../market/bar.ts";
import type { Instrument } from "../market/instrument.ts";
import { quantize } from "../numeric/fixed.ts";
import type { BarPath, Execution, FillModel, MarketFacts } from "../execution/fill-model.ts";
import { fillModelOf } from "../execution/fill-models.ts";
import { NEXT_OPEN } from "../execution/next-open.ts";
import { isFinal } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { BookContext, FillWhy } from "./booking.ts";
import { instrumentOf, positionOf } from "./holdings.ts";
import type { BookJournal } from "./journal.ts";
import { protectFill } from "./protect.ts";
import { protectAgain, yieldProtection, type Yielded } from "./yield-protection.ts";

/** An instrument of the run's table. An order on one that is not in it is a broken invariant. */
export function tradedInstrument(context: BookContext, symbol: string): Instrument {
  const instrument = instrumentOf(context.instruments, symbol);
  if (instrument === undefined) throw new Error(`no instrument ${symbol} in the table of run ${context.runKey}`);
  return instrument;
}

/** A price of the market at PRICE_SCALE: bars hold at most as many decimals, so nothing is rounded. */
export function priceUnitsOf(price: number): bigint {
  return quantize(price, PRICE_SCALE, "half-even");
}

/** A volume of the market in base units; what is finer than one is not there. */
export function volumeUnitsOf(volume: number, instrument: Instrument): bigint {
  return quantize(volume, instrument.base.scale, "floor");
}

/** A bar of so long in units, for the paper venue. */
export function barPathOf(bar: Bar, instrument: Instrument, durationMs: number): BarPath {
  return {
    open: priceUnitsOf(bar.open),
    high: priceUnitsOf(bar.high),
    low: priceUnitsOf(bar.low),
    close: priceUnitsOf(bar.close),
    volume: volumeUnitsOf(bar.volume, instrument),
    openMs: bar.tsMs,
    durationMs,
  };
}

/** Why a fill happened, from the order that asked for it. */
export function fillWhyOf(order: OpenOrder): FillWhy {
  if (order.purpose === "entry") return "entry";
  if (order.purpose === "protection") return order.kind === "stop-loss" ? "stop" : "take_profit";
  switch (order.reason) {
    case "CROSS_DOWN":
      return "cross";
    case "RUN_END":
      return "end";
    case "KILL_FLATTEN":
      return "kill";
    case "POSITION_UNPROTECTED":
      return "unprotected";
    default:
      return "exit";
  }
}

/** A decided sale, or a protection that sold, ends a purchase that still goes on: nobody wants the rest of it. */
export function giveUpEntry(journal: BookJournal, sale: OpenOrder, atMs: number): void {
  for (const order of journal.state.orders) {
    if (order.symbol === sale.symbol && order.purpose === "entry" && order.state === "partially_filled")
      journal.advance(order, "cancel_confirmed", { atMs, reason: "POSITION_SOLD" });
  }
}

type Booked = { readonly execution: Execution; readonly atMs: number; readonly model: FillModel };

/** What the order's life says of a fill: why it happened, and of a stop inside a bar how its price was chosen. */
function stepReasonOf(order: OpenOrder, { model }: Booked): string {
  return model.saysStopsArePessimistic && order.kind === "stop-loss" ? "STOP_PESSIMISTIC_IN_BAR" : fillWhyOf(order);
}

/** Makes room for what a sale takes of its position. */
function yieldToSale(
  journal: BookJournal,
  {
    sale,
    quantity,
    isComplete,
    atMs,
  }: { readonly sale: OpenOrder; readonly quantity: bigint; readonly isComplete: boolean; readonly atMs: number },
): readonly Yielded[] {
  const leftQuantity = (positionOf(journal.state, sale.symbol)?.quantity ?? 0n) - quantity;
  return yieldProtection(journal, { sale, isComplete, leftQuantity, atMs });
}

function bookFills(journal: BookJournal, context: BookContext, order: OpenOrder, booked: Booked): OpenOrder {
  const { execution, atMs } = booked;
  const instrument = tradedInstrument(context, order.symbol);
  let current = order;
  const last = execution.fills.at(-1);
  for (const fill of execution.fills) {
    const isComplete = execution.rest.is === "none" && fill === last;
    const yielded = current.side === "sell" ? yieldToSale(journal, { sale: current, quantity: fill.quantity, isComplete, atMs }) : [];
    const at = { atMs, reason: stepReasonOf(current, booked) };
    current = journal.fill(current, { fill, isComplete, instrument, why: fillWhyOf(current), at });
    if (yielded.length > 0) protectAgain(journal, context, { yielded, instrument, atMs });
    if (current.purpose === "entry") protectFill(journal, context, { entry: current, fill, instrument, atMs });
  }
  return current;
}

/** What the venue made of an order: its fills, the protection of an entry, and everything in the books. */
function bookExecution(journal: BookJournal, context: BookContext, order: OpenOrder, booked: Booked): void {
  const { execution, atMs } = booked;
  const current = bookFills(journal, context, order, booked);
  if (order.side === "sell" && execution.fills.length > 0) giveUpEntry(journal, order, atMs);
  // What is not worked on is given back: a market order never rests.
  if (execution.rest.is === "cancelled" && current.kind === "market" && !isFinal(current.state))
    journal.advance(current, "cancel_confirmed", { atMs, reason: execution.rest.reason });
}

type Met = { readonly facts: MarketFacts; readonly atMs: number; readonly model: FillModel };

function meet(journal: BookJournal, context: BookContext, order: OpenOrder, { facts, atMs, model }: Met): void {
  const instrument = tradedInstrument(context, order.symbol);
  const spendUnitsMax = order.side === "buy" ? journal.spendable(order, instrument.quote.code) : 0n;
  const execution = model.fill({ venue: context, order, instrument, spendUnitsMax }, facts);
  bookExecution(journal, context, order, { execution, atMs, model });
}

type Opening = { readonly openUnits: bigint; readonly atMs: number };

/** A market order meets the opening price of a bar that goes on; a model that fills from whole bars leaves it waiting. */
export function meetOpen(journal: BookJournal, context: BookContext, order: OpenOrder, { openUnits, atMs }: Opening): void {
  meet(journal, context, order, { facts: { kind: "open", openUnits }, atMs, model: fillModelOf(context.fillModel) });
}

/** An order meets a closed bar of so long; nothing happens to a protection whose trigger was not reached. */
export function meetBar(
  journal: BookJournal,
  context: BookContext,
  order: OpenOrder,
  at: { readonly bar: Bar; readonly durationMs: number },
): void {
  const bar = barPathOf(at.bar, tradedInstrument(context, order.symbol), at.durationMs);
  meet(journal, context, order, { facts: { kind: "bar", bar }, atMs: bar.openMs, model: fillModelOf(context.fillModel) });
}

/** A sale at a run's last close fills whole at it, whatever the run's model: no bar follows that it could wait for. */
export function sellAtPrice(journal: BookJournal, context: BookContext, order: OpenOrder, { openUnits, atMs }: Opening): void {
  meet(journal, context, order, { facts: { kind: "open", openUnits }, atMs, model: NEXT_OPEN });
}
