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

/** What was filled of an order when a step of it was taken: each filling step comes with one fill, in order. */
type Filled = { readonly event: OrderEventRow; readonly filledQuantity: bigint };

const FILLING: readonly OrderEventRow["event"][] = ["partly_filled", "completed"];

/** The steps of a slot with the quantity that was filled at each; `orders` are as the slot left them. */
function filledSteps(slot: PaperSlot, orders: ReadonlyMap<string, OrderRow>): readonly Filled[] {
  const fills = Map.groupBy(
    slot.bookings.flatMap(({ fills: rows = [] }) => rows),
    ({ orderId }) => orderId,
  );
  const filled = new Map<string, bigint>();
  for (const [orderId, order] of orders) {
    const inSlot = (fills.get(orderId) ?? []).reduce((sum, { quantity }) => sum + quantity, 0n);
    filled.set(orderId, order.filledQuantity - inSlot);
  }
  return slot.bookings
    .flatMap(({ orderEvents = [] }) => orderEvents)
    .map((event) => {
      const fill = FILLING.includes(event.event) ? fills.get(event.orderId)?.shift() : undefined;
      const filledQuantity = (filled.get(event.orderId) ?? 0n) + (fill?.quantity ?? 0n);
      filled.set(event.orderId, filledQuantity);
      return { event, filledQuantity };
    });
}

function orderLine(directory: SymbolDirectory, { event, filledQuantity }: Filled, order: OrderRow): string {
  const { scale } = directory.entryOf(order.symbol).instrument.base;
  const { id, symbol, side, kind, purpose, quantity, triggerUnits } = order;
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

/** Lines that one slot adds to each table; an order's step is written with what was filled of it by then. */
export function paperRows(
  directory: SymbolDirectory,
  slot: PaperSlot,
  baseCurrency: string,
): Readonly<Record<SlotFile, readonly string[]>> {
  const orders = new Map(slot.bookings.flatMap(({ orders: rows = [] }) => rows.map((order) => [order.id, order] as const)));
  const equity = formatUnits(slot.equityUnits, assetOf(baseCurrency).scale);
  return {
    "orders.csv": filledSteps(slot, orders).flatMap((step) => {
      const order = orders.get(step.event.orderId);
      return order === undefined ? [] : [orderLine(directory, step, order)];
    }),
    "fills.csv": slot.bookings.flatMap(({ fills = [] }) => fills.map((fill) => fillLine(directory, fill))),
    "equity_curve.csv": [[utc(slot.closeMs), equity, baseCurrency, slot.positions.join(" ")].join(",")],
  };
}
