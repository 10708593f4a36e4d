import { PRICE_SCALE } from "../money/asset.ts";
import type { Bar } from "../market/bar.ts";
import type { Instrument } from "../market/instrument.ts";
import { quantize } from "../numeric/fixed.ts";
import { fillAtOpen, fillTriggeredInBar, isTriggered, type BarUnits, type PaperExecution } from "../execution/paper-fill.ts";
import { isFinal } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { BookContext, FillWhy } from "./booking.ts";
import { instrumentOf, positionOf } from "./holdings.ts";
import type { BookJournal } from "./journal.ts";
import { protectFill } from "./protect.ts";
import { protectAgain, yieldProtection } from "./yield-protection.ts";

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

function volumeUnitsOf(volume: number, instrument: Instrument): bigint {
  return quantize(volume, instrument.base.scale, "floor");
}

/** A bar in units, for the paper venue. */
export function barUnitsOf(bar: Bar, instrument: Instrument): BarUnits {
  return {
    open: priceUnitsOf(bar.open),
    high: priceUnitsOf(bar.high),
    low: priceUnitsOf(bar.low),
    volume: volumeUnitsOf(bar.volume, instrument),
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

function bookExecution(
  journal: BookJournal,
  context: BookContext,
  order: OpenOrder,
  booked: { readonly execution: PaperExecution; readonly atMs: number },
): void {
  const { execution, atMs } = booked;
  const instrument = tradedInstrument(context, order.symbol);
  let current = order;
  execution.fills.forEach((fill, index) => {
    const isComplete = execution.isComplete && index === execution.fills.length - 1;
    const leftQuantity = (positionOf(journal.state, current.symbol)?.quantity ?? 0n) - fill.quantity;
    const yielded = current.side === "sell" ? yieldProtection(journal, { sale: current, isComplete, leftQuantity, atMs }) : [];
    current = journal.fill(current, { fill, isComplete, instrument, why: fillWhyOf(current), atMs });
    protectAgain(journal, context, { yielded, instrument, atMs });
    if (current.purpose === "entry") protectFill(journal, context, { entry: current, fill, instrument, atMs });
  });
  // A market order never rests: what its money did not reach is given back.
  if (current.kind === "market" && !isFinal(current.state))
    journal.advance(current, "cancel_confirmed", { atMs, reason: "BALANCE_INSUFFICIENT" });
}

/** A market order meets an opening price: its fill, the protection of an entry, and everything in the books. */
export function executeAtOpen(
  journal: BookJournal,
  context: BookContext,
  order: OpenOrder,
  at: { readonly openUnits: bigint; readonly atMs: number },
): void {
  const instrument = tradedInstrument(context, order.symbol);
  const spendUnitsMax = journal.spendable(order, instrument.quote.code);
  bookExecution(journal, context, order, {
    execution: fillAtOpen({ venue: context, order, instrument, spendUnitsMax }, at.openUnits),
    atMs: at.atMs,
  });
}

/** A resting protection meets a closed bar; nothing happens where its trigger was not reached. */
export function executeInBar(journal: BookJournal, context: BookContext, order: OpenOrder, bar: Bar): void {
  if (!isTriggered(order, bar)) return;
  const instrument = tradedInstrument(context, order.symbol);
  const execution = fillTriggeredInBar({ venue: context, order, instrument, spendUnitsMax: 0n }, barUnitsOf(bar, instrument));
  if (execution.fills.length > 0) bookExecution(journal, context, order, { execution, atMs: bar.tsMs });
}
