import type { Instrument } from "../market/instrument.ts";
import { newOrder, type OpenOrder } from "../orders/order.ts";
import type { AccountState } from "./account-state.ts";
import { freeUnitsOf } from "./holdings.ts";

type Terms = {
  readonly id: string;
  readonly instrument: Instrument;
  readonly quantity: bigint;
  readonly reason: string;
  readonly createdMs: number;
  readonly barVolumeUnits: bigint | undefined;
};

/** A market sale of a position or of a part of it. It reserves what is free; the rest rests in the position's protection, which yields when the sale fills. */
export function exitOrder(state: AccountState, terms: Terms & { readonly purpose: "exit" | "reduction" }): OpenOrder {
  const { instrument, quantity } = terms;
  const free = freeUnitsOf(state, instrument.base.code);
  return newOrder({
    id: terms.id,
    intentSeq: state.next.intent,
    parentOrderId: undefined,
    symbol: instrument.symbol,
    side: "sell",
    kind: "market",
    purpose: terms.purpose,
    reason: terms.reason,
    createdMs: terms.createdMs,
    quantity,
    quoteBudget: undefined,
    triggerUnits: undefined,
    stopOffsetUnits: undefined,
    takeProfitOffsetUnits: undefined,
    barVolumeUnits: terms.barVolumeUnits,
    heldAsset: instrument.base.code,
    heldUnits: free < quantity ? free : quantity,
  });
}

/** A market buy with its protection (EXE3). It reserves `costUnits` of quote; with a `quoteBudget` it spends that and no quantity binds it. */
export function entryOrder(
  state: AccountState,
  terms: Terms & {
    readonly costUnits: bigint;
    readonly quoteBudget: bigint | undefined;
    readonly stopOffsetUnits: bigint;
    readonly takeProfitOffsetUnits: bigint | undefined;
  },
): OpenOrder {
  const { instrument } = terms;
  return newOrder({
    id: terms.id,
    intentSeq: state.next.intent,
    parentOrderId: undefined,
    symbol: instrument.symbol,
    side: "buy",
    kind: "market",
    purpose: "entry",
    reason: terms.reason,
    createdMs: terms.createdMs,
    quantity: terms.quantity,
    quoteBudget: terms.quoteBudget,
    triggerUnits: undefined,
    stopOffsetUnits: terms.stopOffsetUnits,
    takeProfitOffsetUnits: terms.takeProfitOffsetUnits,
    barVolumeUnits: terms.barVolumeUnits,
    heldAsset: instrument.quote.code,
    heldUnits: terms.costUnits,
  });
}
