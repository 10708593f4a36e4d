import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { OrderComparison, WhatIfCounts } from "@ballast/core/decision/what-if";
import type { ProfileChange } from "@ballast/core/risk/profile-diff";
import { HELD_FIXED, type SlotsWhatIf } from "../usecases/what-if/slots-what-if.ts";
import type { WalkedWhatIf } from "../usecases/what-if/walk-what-if.ts";
import { countedText, countText, formatTable, utcText } from "./table.ts";

const ORDERS_SHOWN_MAX = 50;

export type Quantity = (comparison: OrderComparison, units: bigint | undefined) => string;

/** What both answers are shown with. */
export type Shown = { readonly isWithAll: boolean; readonly profileName: string; readonly quantity: Quantity };

function countsText({ effects, codes }: WhatIfCounts): readonly string[] {
  const orders = effects.blocked + effects.resized + effects.let_through + effects.same;
  return [
    `Of ${countedText(orders, "order")}: ${countText(effects.blocked)} blocked, ${countText(effects.resized)} resized, ${countText(effects.let_through)} let through, ${countText(effects.same)} the same.`,
    ...codes.map(
      ({ effect, code, orders: count }) =>
        `  ${countText(count)} ${effect.replace("_", " ")}: ${code ?? "not wanted by the other decision"}`,
    ),
  ];
}

function ordersText(orders: readonly OrderComparison[], { isWithAll, quantity }: Shown): readonly string[] {
  const different = orders.filter(({ effect }) => effect !== "same");
  if (different.length === 0) return [];
  const shown = isWithAll ? different : different.slice(0, ORDERS_SHOWN_MAX);
  const table = formatTable<OrderComparison>(
    [
      { title: "Slot", cell: ({ atMs }) => utcText(atMs) },
      { title: "Instrument", cell: ({ symbol }) => symbol },
      { title: "Order", cell: ({ side, purpose }) => `${side} ${purpose}` },
      { title: "Effect", cell: ({ effect }) => effect.replace("_", " ") },
      { title: "Was", cell: (order) => quantity(order, order.wasQuantity), align: "right" },
      { title: "Would be", cell: (order) => quantity(order, order.wouldQuantity), align: "right" },
      {
        title: "Why",
        cell: ({ code, facts }) => [code ?? "", ...facts.filter(([name]) => name === "boundBy").map(([, by]) => `by ${by}`)].join(" "),
      },
    ],
    shown,
  );
  return [
    "",
    table,
    ...(shown.length < different.length ? [`And ${countText(different.length - shown.length)} more: --all lists them.`] : []),
  ];
}

function orderJson(order: OrderComparison, quantity: Quantity): Record<string, unknown> {
  const { atMs, symbol, side, purpose, reason, effect, code, facts } = order;
  const units = (of: bigint | undefined): string | null => (of === undefined ? null : quantity(order, of));
  return {
    at_ms: atMs,
    instrument: symbol,
    ...{ side, purpose, reason, effect, code: code ?? null },
    was_quantity: units(order.wasQuantity),
    would_quantity: units(order.wouldQuantity),
    facts: Object.fromEntries(facts),
  };
}

type Asked = Pick<WalkedWhatIf, "book" | "fromMs" | "toMs" | "changes">;

function headText({ book, fromMs, toMs, changes }: Asked, { profileName }: Shown): readonly string[] {
  return [
    `${book.accountKey} in run ${book.runKey}, ${utcText(fromMs)} to ${utcText(toMs)}, under ${profileName}.`,
    changes.length === 0 ? "That profile is the one it had." : `It differs in ${changes.map(({ path }) => path).join(", ")}.`,
  ];
}

function wordsFor(count: number, words: (counted: string) => string, ...nouns: readonly [one: string, many: string]): readonly string[] {
  return count === 0 ? [] : [words(countedText(count, ...nouns))];
}

/** What the account would have done, as people read it. */
export function pathText(walked: WalkedWhatIf, shown: Shown): string {
  const { scale } = assetOf(walked.baseCurrency);
  const money = (units: bigint): string => `${formatUnits(units, scale)} ${walked.baseCurrency}`;
  return [
    ...headText(walked, shown),
    `${countedText(walked.closes, "close")} walked as it would have traded them: later slots meet what earlier ones did, and it trips kill switches of its own.`,
    ...countsText(walked.counts),
    `At the last close the account was worth ${money(walked.wasEquityUnits)}; it would be ${money(walked.wouldEquityUnits)}.`,
    ...wordsFor(walked.halts, (times) => `It would have set a kill switch of its own ${times}.`, "time", "times"),
    ...wordsFor(walked.undecidedCloses, (closes) => `At ${closes} nobody decided: stops acted there, nothing else.`, "close", "closes"),
    ...wordsFor(
      walked.otherReleaseSlots,
      (slots) => `${slots} decided by another release: a difference there may be the release's.`,
      "slot was",
      "slots were",
    ),
    ...ordersText(walked.orders, shown),
  ].join("\n");
}

/** What the profile says to each slot as it was, as people read it: first what that does not follow. */
export function slotsText(found: SlotsWhatIf, shown: Shown): string {
  return [
    ...headText(found, shown),
    `${countedText(found.slots, "slot")}, each decided again apart. Held as recorded in every one of them: ${HELD_FIXED.join("; ")}.`,
    "So this is no account of what it would have done: neither its kill triggers nor what follows from its own orders and halts is in it. Without --slots its own path is walked.",
    ...countsText(found.counts),
    ...wordsFor(
      found.repeats,
      (times) => `An order that slot after slot makes again counts once; ${times} left out.`,
      "repetition was",
      "repetitions were",
    ),
    ...wordsFor(
      found.haltingSlots,
      (slots) => `In ${slots} it would have halted the account; the next ones are decided as if it had not.`,
      "slot",
      "slots",
    ),
    ...wordsFor(found.skippedSlots, (slots) => `${slots} skipped in downtime; of these no state is recorded.`, "slot was", "slots were"),
    ...wordsFor(
      found.otherReleaseSlots,
      (slots) => `${slots} decided by another release; both sides of them are decided by this one.`,
      "slot was",
      "slots were",
    ),
    ...ordersText(found.orders, shown),
  ].join("\n");
}

function changeJson({ path, before, after, isTightening }: ProfileChange): Record<string, unknown> {
  return { path, before: before ?? null, after: after ?? null, is_tightening: isTightening ?? null };
}

function answerJson(asked: Asked & Pick<WalkedWhatIf, "counts" | "orders">, { profileName, quantity }: Shown): Record<string, unknown> {
  const { book, fromMs, toMs, changes, counts, orders } = asked;
  return {
    ...{ account: book.accountKey, run: book.runKey, profile: profileName, from_ms: fromMs, to_ms: toMs },
    effects: counts.effects,
    codes: counts.codes.map((row) => ({ ...row, code: row.code ?? null })),
    changes: changes.map(changeJson),
    orders: orders.map((order) => orderJson(order, quantity)),
  };
}

export function pathJson(walked: WalkedWhatIf, shown: Shown): string {
  const { scale } = assetOf(walked.baseCurrency);
  return JSON.stringify({
    basis: "path",
    closes: walked.closes,
    undecided_closes: walked.undecidedCloses,
    other_release_slots: walked.otherReleaseSlots,
    own_halts: walked.halts,
    was_equity: formatUnits(walked.wasEquityUnits, scale),
    would_equity: formatUnits(walked.wouldEquityUnits, scale),
    ...answerJson(walked, shown),
  });
}

export function slotsJson(found: SlotsWhatIf, shown: Shown): string {
  return JSON.stringify({
    basis: "slots",
    held_as_recorded: HELD_FIXED,
    slots: found.slots,
    skipped_slots: found.skippedSlots,
    other_release_slots: found.otherReleaseSlots,
    halting_slots: found.haltingSlots,
    repeats_left_out: found.repeats,
    ...answerJson(found, shown),
  });
}
