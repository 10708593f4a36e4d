import type { OpenOrder } from "../orders/order.ts";
import type { FactValues } from "../risk/refusal.ts";
import type { DecideOutput } from "./decide-types.ts";

/** What of a decision says which orders it made and which it refused: a stored receipt's findings have it, too. */
export type DecidedOrders = Pick<DecideOutput, "intents" | "refusals" | "facts">;

/** What became of an order under the other profile. */
export type OrderEffect = "blocked" | "resized" | "let_through" | "same";

/** One order that either decision made, and what the other made of it. */
export type OrderComparison = {
  readonly atMs: number;
  readonly symbol: string;
  readonly side: OpenOrder["side"];
  readonly purpose: OpenOrder["purpose"];
  /** What asked for it, where it was made. */
  readonly reason: string;
  readonly effect: OrderEffect;
  /** Base units; undefined where there was, or would be, no such order. */
  readonly wasQuantity: bigint | undefined;
  readonly wouldQuantity: bigint | undefined;
  /**
   * The refusal that blocks it or that it no longer meets, or `SIZED` for another size; undefined where
   * the other decision never wanted it.
   */
  readonly code: string | undefined;
  readonly facts: FactValues;
};

const keyOf = ({ symbol, side, purpose }: OpenOrder): string => `${side} ${purpose} ${symbol}`;

/** The orders of a decision by what they are for; the nth of its kind meets the nth. */
function byKind(intents: readonly OpenOrder[]): ReadonlyMap<string, OpenOrder> {
  const seen = new Map<string, number>();
  return new Map(
    intents.map((order) => {
      const key = keyOf(order);
      const n = (seen.get(key) ?? 0) + 1;
      seen.set(key, n);
      return [`${key} ${n}`, order];
    }),
  );
}

/** The fact of a slot that was skipped: whatever would have been wanted there, its window refused. */
const SKIPPED_BY = "WINDOW_DOWNTIME";

/** Why a decision did not make an order on this instrument: its own refusal first, then one of the whole account. */
function refusalOf({ refusals, facts }: DecidedOrders, symbol: string): { readonly code: string | undefined; readonly facts: FactValues } {
  const refusal = refusals.find((own) => own.symbol === symbol) ?? refusals.find((general) => general.symbol === "");
  if (refusal !== undefined) return { code: refusal.code, facts: refusal.facts };
  const skipped = facts.find(({ code }) => code === SKIPPED_BY);
  return { code: skipped?.code, facts: skipped?.values ?? [] };
}

function sizeOf({ facts }: DecidedOrders, symbol: string): { readonly code: string; readonly facts: FactValues } {
  return { code: "SIZED", facts: facts.find((fact) => fact.code === "SIZED" && fact.symbol === symbol)?.values ?? [] };
}

const isSameSize = (left: OpenOrder, right: OpenOrder): boolean =>
  left.quantity === right.quantity && left.quoteBudget === right.quoteBudget;

function compareOrder(
  orders: { readonly was: OpenOrder | undefined; readonly would: OpenOrder | undefined },
  decisions: { readonly was: DecidedOrders; readonly would: DecidedOrders },
): Pick<OrderComparison, "effect" | "code" | "facts"> {
  const { was, would } = orders;
  if (was === undefined) return { effect: "let_through", ...refusalOf(decisions.was, would?.symbol ?? "") };
  if (would === undefined) return { effect: "blocked", ...refusalOf(decisions.would, was.symbol) };
  if (isSameSize(was, would)) return { effect: "same", code: undefined, facts: [] };
  return { effect: "resized", ...sizeOf(decisions.would, was.symbol) };
}

/** Which orders of a slot another decision of the same slot blocks, resizes or lets through: every order of either, once. */
export function compareDecisions(atMs: number, was: DecidedOrders, would: DecidedOrders): readonly OrderComparison[] {
  const [before, after] = [byKind(was.intents), byKind(would.intents)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key): readonly OrderComparison[] => {
    const orders = { was: before.get(key), would: after.get(key) };
    const order = orders.was ?? orders.would;
    if (order === undefined) return [];
    const { symbol, side, purpose, reason } = order;
    const quantities = { wasQuantity: orders.was?.quantity, wouldQuantity: orders.would?.quantity };
    return [{ atMs, symbol, side, purpose, reason, ...compareOrder(orders, { was, would }), ...quantities }];
  });
}

/** Comparisons counted: by effect, and by effect and code. */
export type WhatIfCounts = {
  readonly effects: Readonly<Record<OrderEffect, number>>;
  /** Blocked, resized and let through alone; most frequent first. */
  readonly codes: readonly { readonly effect: OrderEffect; readonly code: string | undefined; readonly orders: number }[];
};

export function countEffects(comparisons: readonly OrderComparison[]): WhatIfCounts {
  const effects: Record<OrderEffect, number> = { blocked: 0, resized: 0, let_through: 0, same: 0 };
  const codes = new Map<string, { effect: OrderEffect; code: string | undefined; orders: number }>();
  for (const { effect, code } of comparisons) {
    effects[effect] += 1;
    if (effect === "same") continue;
    const key = `${effect} ${code ?? ""}`;
    const row = codes.get(key) ?? { effect, code, orders: 0 };
    row.orders += 1;
    codes.set(key, row);
  }
  return { effects, codes: [...codes.values()].sort((left, right) => right.orders - left.orders) };
}
