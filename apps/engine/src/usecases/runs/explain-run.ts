import { wordsOf } from "@ballast/core/decision/reason-codes";
import { readDisposals, readRunBooks, type DisposalReportRow } from "@ballast/db/repositories/run-report";
import { countPartedOrders, countReasons, findTwin, type PartedOrders, type ReasonCountRow } from "@ballast/db/repositories/run-reasons";
import type { Run } from "@ballast/db/repositories/runs";
import type { Pool } from "pg";
import type { BookSummary } from "./summarise-run.ts";

/** A book's summary with what its slots came to, and why nothing was traded where nothing was. */
export type ExplainedBook = BookSummary & {
  readonly reasons: readonly ReasonCountRow[];
  readonly parted: PartedOrders;
  readonly quiet: string | undefined;
};

/** Why the rest of an entry is given up. */
const GIVEN_UP = ["PARTICIPATION_OVER", "POSITION_SOLD", "WINDOW_REACHED"];

const mostOf = (reasons: readonly ReasonCountRow[], outcome: string): ReasonCountRow | undefined =>
  reasons.find((reason) => reason.outcome === outcome);

/** A code's sentence where the facts of one slot don't matter. */
export const codeWords = (code: string): string => wordsOf(code).replaceAll("?", "…");

const slotsText = (slots: number): string => (slots === 1 ? "1 slot" : `${slots} slots`);

/**
 * Why a book made no round trip, in one sentence. What stands in the way for good comes first, then what
 * was wanted and refused, then what was never wanted.
 */
export function whyNoTrades(of: {
  readonly slots: number;
  /** Most frequent first. */
  readonly reasons: readonly ReasonCountRow[];
  /** What the account can't pay for, in words; only where that is all it trades. */
  readonly unpayable: string | undefined;
  readonly parted: PartedOrders;
}): string {
  const { slots, reasons, unpayable, parted } = of;
  if (slots === 0) return "No close came due in the period.";
  const sent = mostOf(reasons, "INTENTS");
  const [givenUp] = parted.givenUp;
  if (sent !== undefined && givenUp !== undefined && parted.filledInParts === 0)
    return `Orders went out in ${slotsText(sent.slots)}, and ${givenUp.orders} got nothing, with ${givenUp.code}: ${codeWords(givenUp.code)}`;
  if (sent !== undefined) return `Orders went out in ${slotsText(sent.slots)}, but nothing that was bought was sold again in the period.`;
  if (unpayable !== undefined) return unpayable;
  const refused = mostOf(reasons, "REFUSED");
  if (refused !== undefined)
    return `What was wanted was refused, in ${slotsText(refused.slots)} with ${refused.code}: ${codeWords(refused.code)}`;
  const [most] = reasons;
  if (most === undefined) return "Its slots carry no reason.";
  return `Nothing was wanted: ${most.code} in ${most.slots} of ${slotsText(slots)}: ${codeWords(most.code)}`;
}

/** Adds to each book why its slots came out as they did. `unpayableOf` tells what an account can't pay for where that is all it trades. */
export async function explainBooks(
  pool: Pool,
  summaries: readonly BookSummary[],
  unpayableOf: (accountId: string) => string | undefined,
): Promise<ExplainedBook[]> {
  const explained: ExplainedBook[] = [];
  for (const summary of summaries) {
    const { book, trades } = summary;
    const reasons = await countReasons(pool, book);
    const parted = await countPartedOrders(pool, book, GIVEN_UP);
    const unpayable = unpayableOf(book.accountId);
    const quiet = trades.length > 0 ? undefined : whyNoTrades({ slots: book.slots, reasons, unpayable, parted });
    explained.push({ ...summary, reasons, parted, quiet });
  }
  return explained;
}

/** A run that was the same but for its key, and whether it came out the same; where not, what differed. */
export type Twin = { readonly id: string; readonly key: string; readonly differsBy: "nothing" | "bars" | "slippage" | "release" };

const tradeText = (row: DisposalReportRow): string =>
  [row.symbol, row.openedMs, row.entryPriceUnits, row.closedMs, row.exitPriceUnits, row.costUnits, row.proceedsUnits, row.why].join("|");

/** What a run came to, as a text that another run can be compared with. */
async function outcomeOf(pool: Pool, runId: string): Promise<string> {
  const lines: string[] = [];
  for (const book of await readRunBooks(pool, runId)) {
    const trades = (await readDisposals(pool, book)).map(tradeText);
    lines.push([book.accountKey, book.equityUnits, book.slots, ...trades].join("\n"));
  }
  return lines.join("\n");
}

/**
 * The last finished run of the same accounts, settings, costs, period and source. Its bars may have been
 * repaired since. Over the same bars slippage differs, for it is drawn by order and an order's id holds
 * the key of its run; without slippage only another release or another instrument table can.
 */
export async function compareWithTwin(pool: Pool, run: Run, hasSlippage: boolean): Promise<Twin | undefined> {
  const { content } = run.options;
  const twin = typeof content === "string" ? await findTwin(pool, { tenantId: run.tenantId, runId: run.id, content }) : undefined;
  if (twin === undefined) return undefined;
  const { id, key, lineageId } = twin;
  if ((await outcomeOf(pool, run.id)) === (await outcomeOf(pool, id))) return { id, key, differsBy: "nothing" };
  if (lineageId !== run.lineageId) return { id, key, differsBy: "bars" };
  return { id, key, differsBy: hasSlippage ? "slippage" : "release" };
}
