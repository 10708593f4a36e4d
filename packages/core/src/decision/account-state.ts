import type { Position } from "../ledger/lots.ts";
import type { OpenOrder } from "../orders/order.ts";

export type { Lot, Position } from "../ledger/lots.ts";
export type { OpenOrder, OrderKind, OrderPurpose } from "../orders/order.ts";

/** One asset of an account, in its units. `held` is reserved for open orders and never above `total`. */
export type Balance = { readonly asset: string; readonly total: bigint; readonly held: bigint };

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
  /** Next gapless numbers of this book, each from 1. */
  readonly next: { readonly intent: number; readonly fill: number; readonly transaction: number; readonly lot: number };
};

/** Canonical bytes of a state: its SHA-256 names it. */
export declare function encodeAccountState(state: AccountState): Uint8Array;
/** The state of `encodeAccountState`'s bytes; anything else throws. */
export declare function decodeAccountState(bytes: Uint8Array): AccountState;
