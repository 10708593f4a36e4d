import { inTransaction } from "@ballast/db/clients/pool";
import { bookKeys } from "@ballast/db/repositories/book-keys";
import { streamRows } from "@ballast/db/repositories/canonical-rows";
import { listReplayBooks, readReplayBooks, type ReplayBook, type ReplayBookFilter } from "@ballast/db/repositories/replay-books";
import {
  readReceiptsByNumber,
  readSlotsWithoutReceipt,
  RECEIPTS_OF_BOOKS,
  type ReceiptKey,
  type SlotTimes,
  type StoredReceipt,
} from "@ballast/db/repositories/replay-receipts";
import type { ClientBase, Pool } from "pg";
import { ReplayFindings, subjectOf, type Replayed } from "./replay-findings.ts";
import { replayPage, type Trails } from "./replay-page.ts";
import { bookKey, ReplayStore } from "./replay-store.ts";

/** Receipts of one page: enough that its dozen statements cost little, few enough that what it holds dies young. */
const RECEIPTS_PER_PAGE = 500;
const BOOKS_PER_READ = 200;

export type StretchRequest = {
  readonly filter: ReplayBookFilter;
  /** Half-open in the run's clock. */
  readonly times: SlotTimes;
  readonly onProgress: (receipts: number) => void;
};

/** All as of one moment, while the engine writes on; and nothing is written. */
export async function atOneMoment<T>(pool: Pool, read: (client: ClientBase) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    return read(client);
  });
}

async function* pagesOf(receipts: AsyncIterable<StoredReceipt>): AsyncGenerator<StoredReceipt[]> {
  let page: StoredReceipt[] = [];
  for await (const receipt of receipts) {
    page.push(receipt);
    if (page.length < RECEIPTS_PER_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Slots that were decided, as their rows say, and left no receipt. */
async function missReceipts(client: ClientBase, books: readonly ReplayBook[], times: SlotTimes, findings: ReplayFindings): Promise<void> {
  const byKey = new Map(books.map((book) => [bookKey(book), book]));
  for (const slot of await readSlotsWithoutReceipt(client, books, { ...times, limit: RECEIPTS_PER_PAGE })) {
    const book = byKey.get(bookKey(slot));
    if (book !== undefined)
      findings.differ(subjectOf(book, slot), {
        field: "receipt",
        stored: "nothing",
        replayed: `a receipt of a slot that ended ${slot.outcome} (${slot.reason})`,
      });
  }
}

export type ReplayedStretch = Replayed & { readonly books: number };

/** Replays every receipt of these books whose slot lies in a stretch of time. Memory is that of a page, however long the stretch. */
export async function replayStretch(pool: Pool, request: StretchRequest): Promise<ReplayedStretch> {
  return atOneMoment(pool, (client) => replayStretchOn(client, request));
}

/** The same in a transaction of the caller's. */
export async function replayStretchOn(client: ClientBase, { filter, times, onProgress }: StretchRequest): Promise<ReplayedStretch> {
  const findings = new ReplayFindings();
  const store = new ReplayStore(client);
  let count = 0;
  let through = 0;
  for await (const listed of listReplayBooks(client, filter, BOOKS_PER_READ)) {
    count += listed.length;
    const books = new Map(listed.map((book) => [bookKey(book), book]));
    const trails: Trails = new Map();
    const receipts = streamRows<StoredReceipt>(client, { sql: RECEIPTS_OF_BOOKS }, [...bookKeys(listed), times.fromMs, times.toMs]);
    for await (const page of pagesOf(receipts)) {
      await replayPage({ db: client, store, books, findings, trails }, page);
      through += page.length;
      onProgress(through);
    }
    await missReceipts(client, listed, times, findings);
  }
  return { ...findings.finish(), books: count };
}

/** Replays single receipts, wherever they stand. */
export async function replayReceipts(pool: Pool, keys: readonly ReceiptKey[]): Promise<Replayed> {
  let left: readonly ReceiptKey[] | undefined = keys;
  return replaySamples(pool, () => {
    const sample = left;
    left = undefined;
    return Promise.resolve(sample);
  });
}

/** Replays sample after sample until none is drawn, all as of one moment; what they share is read once. */
export async function replaySamples(
  pool: Pool,
  draw: (client: ClientBase) => Promise<readonly ReceiptKey[] | undefined>,
): Promise<Replayed> {
  const findings = new ReplayFindings();
  await atOneMoment(pool, async (client) => {
    const store = new ReplayStore(client);
    for (let keys = await draw(client); keys !== undefined; keys = await draw(client)) {
      const receipts = await readReceiptsByNumber(client, keys);
      const books = new Map((await readReplayBooks(client, receipts)).map((book) => [bookKey(book), book]));
      await replayPage({ db: client, store, books, findings, trails: new Map() }, receipts);
    }
  });
  return findings.finish();
}
