import { DAY_MS } from "@ballast/core/time/timeframe";
import { readNewestReceipt } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { readReplayBooks, type ReplayBook } from "@ballast/db/repositories/replay-books";
import { readSnapshotsByHash } from "@ballast/db/repositories/replay-contents";
import { findLineage } from "@ballast/db/repositories/snapshots";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";

export type ParityRequest = {
  readonly book: BookId;
  /** First slot; undefined: as many days back as are asked for, else the run's first. */
  readonly fromMs?: number | undefined;
  /** Days of the account's own clock, back from its newest slot. */
  readonly days?: number | undefined;
  /** Slots before this; undefined: all that are decided so far. */
  readonly toMs?: number | undefined;
};

/** What is compared: slots of one book in [fromMs, toMs). */
export type ParityPeriod = {
  readonly book: ReplayBook;
  readonly fromMs: number;
  readonly toMs: number;
  /** It reaches the end of what the account has decided. */
  readonly isToEnd: boolean;
};

const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

function refuse(code: string, message: string): never {
  throw new AppError(code, message, { retry: "never" });
}

async function timeframeOf(pool: Pool, snapshotHash: Uint8Array): Promise<number> {
  const [close] = await readSnapshotsByHash(pool, [snapshotHash]);
  const lineage = close === undefined ? undefined : await findLineage(pool, close.lineageId);
  return lineage?.timeframeMs ?? refuse("RECEIPT_UNSOUND", "the snapshot that was decided on last is no longer stored");
}

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/**
 * The book and the slots that are asked about. A period that the account has not decided, whole or in part, is refused
 * by name; people write days, so the first and the last of a run may be named whole.
 */
export async function parityPeriod(pool: Pool, request: ParityRequest, closesMax: number): Promise<ParityPeriod> {
  const [book] = await readReplayBooks(pool, [request.book]);
  const newest = await readNewestReceipt(pool, request.book);
  if (book === undefined || newest === undefined)
    return refuse("NOTHING_DECIDED", "this account has decided nothing in that run yet, so there is nothing to compare");
  const timeframeMs = await timeframeOf(pool, newest.snapshotHash);
  const firstMs = request.days === undefined ? book.openedMs : Math.max(book.openedMs, newest.atMs - request.days * DAY_MS + 1);
  const { fromMs = firstMs, toMs = newest.atMs + 1 } = request;
  if (fromMs >= toMs) refuse("PERIOD_REVERSED", `the period ends before it begins: ${timeText(fromMs)} to ${timeText(toMs)}`);
  if (fromMs < dayOf(book.openedMs)) refuse("PERIOD_BEFORE_RUN", `run ${book.runKey} of this account begins at ${timeText(book.openedMs)}`);
  if (fromMs > newest.atMs || toMs > Math.max(newest.atMs + timeframeMs, dayOf(newest.atMs) + DAY_MS))
    refuse("PERIOD_BEYOND_DATA", `this account has decided up to ${timeText(newest.atMs)}; end the period there at the latest`);
  const closes = Math.ceil((toMs - fromMs) / timeframeMs);
  if (closes > closesMax) refuse("PERIOD_TOO_LONG", `the period has ${closes} closes; at most ${closesMax} are compared at once here`);
  return { book, fromMs, toMs, isToEnd: toMs > newest.atMs };
}
