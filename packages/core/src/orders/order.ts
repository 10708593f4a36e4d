import type { OrderKind, OrderPurpose, OrderSide } from "../risk/order-terms.ts";
import type { OrderState } from "./life-cycle.ts";

/** An order that is not yet final. Quantities in base units, prices at PRICE_SCALE. */
export type OpenOrder = {
  /** Client order id, derived: the same run gives the same id. */
  readonly id: string;
  /** Gapless per book. */
  readonly intentSeq: number;
  /** The entry that a protection protects; undefined for any other purpose. */
  readonly parentOrderId: string | undefined;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  readonly purpose: OrderPurpose;
  /** The stable code of what asked for it: `CROSS_UP`, `CROSS_DOWN`, `PROTECTIVE_STOP`, `RUN_END`. */
  readonly reason: string;
  readonly state: OrderState;
  /** No fill may come from a price that was made before this moment. */
  readonly createdMs: number;
  /** Base units wanted; an estimate where the order spends `quoteBudget`. */
  readonly quantity: bigint;
  /** A buy that spends this much quote, fee included (reference sizing); undefined otherwise. */
  readonly quoteBudget: bigint | undefined;
  readonly filledQuantity: bigint;
  readonly triggerUnits: bigint | undefined;
  /** Offset from the fill at which the protective stop goes (EXE3), at PRICE_SCALE. */
  readonly stopOffsetUnits: bigint | undefined;
  readonly takeProfitOffsetUnits: bigint | undefined;
  /** Base units traded in the bar that was decided on: slippage by size is measured against it. */
  readonly barVolumeUnits: bigint | undefined;
  /** What is reserved for it: the asset's code and units. */
  readonly heldAsset: string;
  readonly heldUnits: bigint;
  /** A cancellation was decided and committed; the venue has not confirmed it yet. */
  readonly isCancelRequested: boolean;
  /** Fills and life-cycle events so far: the next of each is numbered one above. */
  readonly fillCount: number;
  readonly eventCount: number;
};

/** What a new order is told of itself; it begins unsent, with nothing filled, and its first event is the intent. */
export type NewOrder = Omit<OpenOrder, "state" | "filledQuantity" | "isCancelRequested" | "fillCount" | "eventCount">;

/** A new order. All are made here, so that all have one shape: who reads orders reads nothing more often. */
export function newOrder(of: NewOrder): OpenOrder {
  return {
    id: of.id,
    intentSeq: of.intentSeq,
    parentOrderId: of.parentOrderId,
    symbol: of.symbol,
    side: of.side,
    kind: of.kind,
    purpose: of.purpose,
    reason: of.reason,
    state: "intended",
    createdMs: of.createdMs,
    quantity: of.quantity,
    quoteBudget: of.quoteBudget,
    filledQuantity: 0n,
    triggerUnits: of.triggerUnits,
    stopOffsetUnits: of.stopOffsetUnits,
    takeProfitOffsetUnits: of.takeProfitOffsetUnits,
    barVolumeUnits: of.barVolumeUnits,
    heldAsset: of.heldAsset,
    heldUnits: of.heldUnits,
    isCancelRequested: false,
    fillCount: 0,
    eventCount: 1,
  };
}
