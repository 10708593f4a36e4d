import type { ReasonCountRow } from "@ballast/db/repositories/run-reasons";
import { codeWords, type ExplainedBook, type Twin } from "../usecases/runs/explain-run.ts";
import { countText, formatTable } from "./table.ts";

/** Further reasons stand in `--json` alone. */
const REASONS_SHOWN_MAX = 12;

/** Reason codes of a book with their counts, most frequent first, as `--json` prints them. */
export function reasonsJson({ reasons, quiet, parted }: ExplainedBook): Record<string, unknown> {
  return {
    reasons: reasons.map(({ outcome, code, slots }) => ({ outcome, code, slots })),
    orders_in_parts: parted.filledInParts,
    orders_given_up: parted.givenUp.map(({ code, orders }) => ({ code, orders })),
    no_trades_because: quiet ?? null,
  };
}

/** Orders of a book that did not fill whole at once; nothing where all did. */
function partedText({ book, parted: { filledInParts, givenUp } }: ExplainedBook): readonly string[] {
  if (filledInParts === 0 && givenUp.length === 0) return [];
  const rests = givenUp.map(({ code, orders }) => `${countText(orders)} with ${code}: ${codeWords(code)}`);
  return [`Orders of ${book.accountKey} filled in parts: ${countText(filledInParts)}. Rests given up: ${rests.join(" ") || "none."}`];
}

/** The reasons of several books in one list, in the order of one. */
function sumReasons(books: readonly ExplainedBook[]): readonly ReasonCountRow[] {
  const sums = new Map<string, ReasonCountRow>();
  for (const reason of books.flatMap(({ reasons }) => reasons)) {
    const key = `${reason.outcome} ${reason.code}`;
    sums.set(key, { ...reason, slots: reason.slots + (sums.get(key)?.slots ?? 0) });
  }
  const byKey = [...sums].sort(([left], [right]) => (left < right ? -1 : 1));
  return byKey.map(([, reason]) => reason).sort((left, right) => right.slots - left.slots);
}

/** What the slots of a run came to, and a sentence for each account that made no trade. */
export function reasonsText(books: readonly ExplainedBook[]): readonly string[] {
  const reasons = sumReasons(books);
  const shown = reasons.slice(0, REASONS_SHOWN_MAX);
  const table = formatTable<ReasonCountRow>(
    [
      { title: "Slots", cell: ({ slots }) => countText(slots), align: "right" },
      { title: "Outcome", cell: ({ outcome }) => outcome },
      { title: "Reason", cell: ({ code }) => code },
      { title: "In words", cell: ({ code }) => codeWords(code) },
    ],
    shown,
  );
  const rest = reasons.length - shown.length;
  return [
    ...books.flatMap(({ book, quiet }) => (quiet === undefined ? [] : [`No trades of ${book.accountKey}. ${quiet}`])),
    ...books.flatMap(partedText),
    "",
    "What the slots came to, most frequent first (a slot may have several reasons)",
    table,
    ...(rest > 0 ? [`and ${rest} more; --json lists them all`] : []),
  ];
}

/** The same run under an earlier key, as `--json` prints it. */
export function twinJson(twin: Twin | undefined): Record<string, unknown> | null {
  return twin === undefined
    ? null
    : {
        id: twin.id,
        key: twin.key,
        is_same_result: twin.differsBy === "nothing",
        differs_by: twin.differsBy === "nothing" ? null : twin.differsBy,
      };
}

const DIFFERENCE: Readonly<Record<Twin["differsBy"], string>> = {
  nothing: "same trades, same equity.",
  bars: "another result, for stored bars were repaired or extended since.",
  slippage:
    "another result, for slippage is drawn by order and each run has order ids of its own. Without it (--slippage-bps 0) both are alike; in a fresh database the same key draws the same.",
  release: "another result over the same bars: another release or instrument table decided.",
};

/** How the run compares with the same one before; nothing where it is the first. */
export function twinText(twin: Twin | undefined): readonly string[] {
  return twin === undefined ? [] : [`The same run was made before, as ${twin.key}: ${DIFFERENCE[twin.differsBy]}`];
}
