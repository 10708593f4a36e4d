import type { ReplayDifference } from "../usecases/replay/replay-findings.ts";
import type { ReplayedStretch } from "../usecases/replay/replay-receipts.ts";
import { countedText, countText } from "./table.ts";

/** Lines of differences that a person reads; the JSON has a thousand. */
const LINES_MAX = 20;

export function isIdentical({ differences }: Pick<ReplayedStretch, "differences">): boolean {
  return differences.length === 0;
}

function differenceText({ account, run, receiptSeq, slot, field, stored, replayed }: ReplayDifference): string {
  const where = receiptSeq === undefined ? "no receipt" : `receipt ${receiptSeq}`;
  const when = slot === undefined ? "" : `, ${slot.kind} ${new Date(slot.atMs).toISOString()}`;
  return `  ${account} in run ${run}${when}, ${where}: ${field} is ${stored}, replayed ${replayed}`;
}

/** The verdict as people read it. */
export function replayText(replayed: ReplayedStretch, what: string): string {
  const { receipts, identical, bookings, decidedOnly, differences, unlisted } = replayed;
  const counts = `${countedText(receipts, "receipt")} of ${countedText(replayed.books, "book")}, ${countedText(bookings, "booked row")}`;
  const partly =
    decidedOnly === 0
      ? ""
      : `\nOf ${countedText(decidedOnly, "receipt")} the decision alone was replayed: its way from the receipt before could not be.`;
  if (isIdentical(replayed)) return `Identical to the byte: ${what}, ${counts}.${partly}`;
  const shown = differences.slice(0, LINES_MAX);
  const rest = differences.length - shown.length + unlisted;
  return [
    `NOT IDENTICAL: ${what}. The first field that differs, of each slot:`,
    ...shown.map(differenceText),
    ...(rest > 0 ? [`  and ${countText(rest)} more`] : []),
    `${countText(identical)} of ${counts} are identical.${partly}`,
  ].join("\n");
}

/** The same for a program. */
export function replayJson(replayed: ReplayedStretch): string {
  const { differences, ...counts } = replayed;
  const listed = differences.map(({ id, ...difference }) => ({ ...difference, ...id }));
  return JSON.stringify({ is_identical: isIdentical(replayed), ...counts, differences: listed });
}
