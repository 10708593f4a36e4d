import { chosenFillModel, type BarFillModelSpec } from "../execution/fill-model-spec.ts";
import type { Disposal } from "../ledger/lots.ts";
import type { LedgerTransaction } from "../ledger/transaction.ts";
import type { Instrument } from "../market/instrument.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { OrderEvent, OrderState } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { OrderKind, OrderPurpose, OrderSide } from "../risk/order-terms.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { Refusal } from "../risk/refusal.ts";
import type { AccountState } from "./account-state.ts";
import type { AccountMode, TradingCosts } from "./decide-types.ts";

/** What a book needs besides its state to turn a bar or a next open into fills and postings. */
export type BookContext = {
  readonly sha256: Sha256;
  /** Where what is hashed is written, one after the other; left out, each has a buffer of its own. */
  readonly writer?: CanonicalWriter | undefined;
  readonly accountKey: string;
  readonly runKey: string;
  readonly mode: AccountMode;
  /** Seed of the run's paper venue. */
  readonly seed: string;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  /** How its venue fills; undefined: at the next open. */
  readonly fillModel?: BarFillModelSpec | undefined;
  readonly profile: RiskProfile;
  readonly instruments: readonly Instrument[];
  /** `fills`: of what is booked nobody keeps more than fills and what they closed, so that no ledger is written. Left out: everything. */
  readonly keeps?: "everything" | "fills" | undefined;
};

/** What the account of a book pays for a trade, as its decisions see it. */
export function costsOf({ takerFeeBps, slippageBps, fillModel }: BookContext): TradingCosts {
  const costs = { feeBps: takerFeeBps, slippageBps };
  const chosen = chosenFillModel(fillModel);
  return chosen === undefined ? costs : { ...costs, fillModel: chosen };
}

/** The last link of each chain of a book; sequence 0 and 32 zero bytes before the first. */
export type ChainHeads = {
  readonly ledgerSeq: number;
  readonly ledgerHash: Uint8Array;
  readonly receiptSeq: number;
  readonly receiptHash: Uint8Array;
};

/** Append-only row: what was wanted, before any order is sent. */
export type IntentRow = {
  readonly intentSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  readonly purpose: OrderPurpose;
  readonly quantity: bigint;
  readonly quoteBudget: bigint | undefined;
  readonly triggerUnits: bigint | undefined;
  readonly stopOffsetUnits: bigint | undefined;
  /** The receipt that decided it; undefined for a protection, which its entry's fill asked for. */
  readonly receiptSeq: number | undefined;
  readonly parentOrderId: string | undefined;
};

/** An order as it stands after these bookings, final ones too: an upsert by id. */
export type OrderRow = Pick<
  OpenOrder,
  | "id"
  | "intentSeq"
  | "symbol"
  | "side"
  | "kind"
  | "purpose"
  | "reason"
  | "state"
  | "quantity"
  | "filledQuantity"
  | "triggerUnits"
  | "createdMs"
> & { readonly updatedMs: number };

/** Append-only row: one step of an order's life. `n` from 1 per order; the first has no state before it. */
export type OrderEventRow = {
  readonly orderId: string;
  readonly n: number;
  readonly atMs: number;
  readonly event: OrderEvent | "intended";
  readonly fromState: OrderState | undefined;
  readonly toState: OrderState;
  readonly reason: string;
};

/** Why a fill happened; `cross`, `stop` and `end` are the words of the reference strategy. */
export type FillWhy = "entry" | "cross" | "stop" | "take_profit" | "end" | "exit" | "kill" | "unprotected";

/** Append-only row: what the venue did. `atMs` is the opening time of the bar that it happened in. */
export type FillRow = {
  readonly fillSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  /** The price before slippage. */
  readonly referencePriceUnits: bigint;
  readonly feeUnits: bigint;
  readonly feeAsset: string;
  readonly why: FillWhy;
  readonly ledgerSeq: number;
};

/** Append-only row: what a sale closed. `n` from 1 per fill. */
export type DisposalRow = Disposal & { readonly fillSeq: number; readonly n: number; readonly atMs: number; readonly why: FillWhy };

/** A refusal of an order that no receipt decided: a protection. */
export type RefusalRow = { readonly atMs: number; readonly refusal: Refusal };

/** What the database writes, row by row, in the order in which it happened. */
export type Bookings = {
  readonly intents: readonly IntentRow[];
  readonly orders: readonly OrderRow[];
  readonly orderEvents: readonly OrderEventRow[];
  readonly fills: readonly FillRow[];
  readonly transactions: readonly LedgerTransaction[];
  readonly disposals: readonly DisposalRow[];
  readonly refusals: readonly RefusalRow[];
};

/** A book after something happened to it. The same state, heads and `NO_BOOKINGS` where nothing did. */
export type BookedState = { readonly state: AccountState; readonly heads: ChainHeads; readonly bookings: Bookings };

export const NO_BOOKINGS: Bookings = Object.freeze({
  intents: [],
  orders: [],
  orderEvents: [],
  fills: [],
  transactions: [],
  disposals: [],
  refusals: [],
});
