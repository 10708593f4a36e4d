import type { OrderState } from "../orders/life-cycle.ts";

/** One asset of an account, in its units. `held` is reserved for open orders and never above `total`. */
export type Balance = { readonly asset: string; readonly total: bigint; readonly held: bigint };

/** A FIFO lot of one entry fill. `costUnits` is the quote paid with its fee, for the quantity still open. */
export type Lot = {
  readonly n: number;
  readonly openedMs: number;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  readonly costUnits: bigint;
};

export type Position = {
  readonly symbol: string;
  readonly quantity: bigint;
  readonly lots: readonly Lot[];
};

export type OrderKind = "market" | "stop-loss" | "take-profit";
export type OrderPurpose = "entry" | "exit" | "reduction" | "protection";

/** An order that is not yet final. Quantities in base units, prices at PRICE_SCALE. */
export type OpenOrder = {
  readonly id: string;
  /** Gapless per book. */
  readonly intentSeq: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly kind: OrderKind;
  readonly purpose: OrderPurpose;
  readonly state: OrderState;
  readonly createdMs: number;
  /** Base units wanted; 0n where the order spends `quoteBudget`. */
  readonly quantity: bigint;
  /** A buy that spends this much quote, fee included (reference sizing); undefined otherwise. */
  readonly quoteBudget: bigint | undefined;
  readonly filledQuantity: bigint;
  readonly triggerUnits: bigint | undefined;
  /** Offset from the fill at which the protective stop goes (EXE3), at PRICE_SCALE. */
  readonly stopOffsetUnits: bigint | undefined;
  readonly takeProfitOffsetUnits: bigint | undefined;
  /** What is reserved for it: the asset's code and units. */
  readonly heldAsset: string;
  readonly heldUnits: bigint;
};

/**
 * Everything that a decision may know of an account in one run: content-addressed, written only
 * when it changed. Lists are ordered by asset code, symbol or intentSeq, compared by code unit.
 */
export type AccountState = {
  readonly baseCurrency: string;
  readonly balances: readonly Balance[];
  readonly positions: readonly Position[];
  readonly orders: readonly OpenOrder[];
  /** An order's outcome is unknown: entries are blocked until it is proven (law 4). */
  readonly isBlockedByUnknown: boolean;
  /** Next gapless numbers of this book. */
  readonly next: { readonly intent: number; readonly fill: number; readonly transaction: number; readonly lot: number };
};
