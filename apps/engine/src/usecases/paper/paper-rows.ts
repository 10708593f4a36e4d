import type { FillRow, OrderEventRow, OrderRow } from "@ballast/core/decision/booking";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { PaperSlot } from "./paper-loop.ts";

/** The tables of a paper loop, by the header of each. */
export const PAPER_FILES = {
  "orders.csv": "at_utc,order_id,instrument,side,kind,purpose,event,state,reason,quantity,filled_quantity,trigger_price",
  "fills.csv": "at_utc,fill,order_id,instrument,side,quantity,price,reference_price,fee,fee_asset,why",
  "equity_curve.csv": "close_utc,equity,currency,positions",
  "daily_checks.csv":
    "day_utc,from_utc,to_utc,closes_seen,closes_expected,longest_silence_minutes,silent_product,reconnects,leverage_max,overdrawn,position_flips,halts,verdict",
} as const;
export type PaperFile = keyof typeof PAPER_FILES;

const utc = (ms: number): string => new Date(ms).toISOString();

function orderLine(directory: SymbolDirectory, event: OrderEventRow, order: OrderRow): string {
  const { scale } = directory.entryOf(order.symbol).instrument.base;
  const { id, symbol, side, kind, purpose, quantity, filledQuantity, triggerUnits } = order;
  return [
    ...[utc(event.atMs), id, symbol, side, kind, purpose, event.event, event.toState, event.reason],
    ...[
      formatUnits(quantity, scale),
      formatUnits(filledQuantity, scale),
      triggerUnits === undefined ? "" : formatUnits(triggerUnits, PRICE_SCALE),
    ],
  ].join(",");
}

function fillLine(directory: SymbolDirectory, fill: FillRow): string {
  const { scale } = directory.entryOf(fill.symbol).instrument.base;
  return [
    ...[utc(fill.atMs), String(fill.fillSeq), fill.orderId, fill.symbol, fill.side, formatUnits(fill.quantity, scale)],
    ...[formatUnits(fill.priceUnits, PRICE_SCALE), formatUnits(fill.referencePriceUnits, PRICE_SCALE)],
    ...[formatUnits(fill.feeUnits, assetOf(fill.feeAsset).scale), fill.feeAsset, fill.why],
  ].join(",");
}

/** Tables that every slot may add to. */
type SlotFile = Exclude<PaperFile, "daily_checks.csv">;

/** Lines that one slot adds to each table; an order's step is written with the order as the slot left it. */
export function paperRows(
  directory: SymbolDirectory,
  slot: PaperSlot,
  baseCurrency: string,
): Readonly<Record<SlotFile, readonly string[]>> {
  const orders = new Map(slot.bookings.flatMap(({ orders: rows = [] }) => rows.map((order) => [order.id, order] as const)));
  const events = slot.bookings.flatMap(({ orderEvents = [] }) => orderEvents);
  const equity = formatUnits(slot.equityUnits, assetOf(baseCurrency).scale);
  return {
    "orders.csv": events.flatMap((event) => {
      const order = orders.get(event.orderId);
      return order === undefined ? [] : [orderLine(directory, event, order)];
    }),
    "fills.csv": slot.bookings.flatMap(({ fills = [] }) => fills.map((fill) => fillLine(directory, fill))),
    "equity_curve.csv": [[utc(slot.closeMs), equity, baseCurrency, slot.positions.join(" ")].join(",")],
  };
}
