import { killCovers } from "@ballast/core/risk/kill";
import { replayNowOf } from "@ballast/core/time/clock";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import {
  beginDrill,
  findOpenDrills,
  findUndrilledBooks,
  finishDrill,
  insertDrilledBooks,
  type DrilledBook,
  type HaltDrill,
} from "@ballast/db/repositories/halt-drills";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { loadTrack, type Track } from "@ballast/db/repositories/tracks";
import type { ClaimedWork } from "./book-loader.ts";
import { isolateBroken } from "./broken-book.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { decideHalt } from "./decide-halt.ts";
import { lastCloseOf } from "./dispatch-pending.ts";
import { bookKills } from "./work.mapper.ts";
import { ENGINE } from "./kill-rows.mapper.ts";

const BOOKS_PER_COMMIT = 250;
/** What of an error stands in the drill's result. */
const FAILURE_LENGTH_MAX = 300;

type Drilled = Omit<DrilledBook, keyof BookId | "drillId">;

function failedWith(error: unknown): Omit<Drilled, "durationMs"> {
  const failure = (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_LENGTH_MAX);
  return { outcome: "failed", cancels: 0, sales: 0, blocksEntries: false, reasonCodes: [], failure };
}

/** The halt's slot in one book as it would be decided now, on the close that the book was brought to last; nothing of it is kept. */
async function exercise(ports: CyclePorts, track: Track, drill: HaltDrill, claimed: ClaimedWork): Promise<Omit<Drilled, "durationMs">> {
  const { book, work } = claimed;
  const lastMs = lastCloseOf(claimed, track);
  const close = await ports.snapshots.find(track, lastMs);
  const nowMs = book.clock === "replay" ? replayNowOf(lastMs) : ports.wallMs();
  const row = {
    tenantId: drill.tenantId,
    runId: null,
    accountId: null,
    code: null,
    releasePersons: 1,
    scope: drill.scope,
    subject: drill.subject,
    verb: drill.verb,
  };
  const { given } = bookKills([{ ...row, sinceMs: nowMs }], book);
  const kills = { ...work.kills, given: [...work.kills.given, ...given] };
  const progress = decideHalt({ ...work, kills }, { slot: { atMs: nowMs, nowMs, seq: 0 }, sealed: close?.sealed }, ports);
  const cancelled = (orders: typeof work.state.value.orders): number => orders.filter(({ isCancelRequested }) => isCancelRequested).length;
  const cancels = cancelled(progress.state.value.orders) - cancelled(work.state.value.orders);
  const sales = progress.bookings.reduce((sum, { intents }) => sum + intents.length, 0);
  // Of a model the question is what would become of its entries, whoever decides this book today.
  const modelId = drill.scope === "model" ? drill.subject : undefined;
  const reaches = work.settings.value.instruments.some((symbol) => given.some((kill) => killCovers(kill, symbol, modelId)));
  const reasonCodes = progress.receipts.flatMap((receipt) => receipt.reasonCodes);
  return { outcome: cancels + sales > 0 ? "acts" : "nothing_to_do", cancels, sales, blocksEntries: reaches, reasonCodes, failure: null };
}

/** One book's result; what throws is the drill's finding and not its end. */
async function drillBook(ports: CyclePorts, drill: HaltDrill, claimed: ClaimedWork, track: Track | undefined): Promise<DrilledBook> {
  const startedMs = ports.wallMs();
  const drilled =
    track === undefined ? failedWith("the book's track is gone") : await exercise(ports, track, drill, claimed).catch(failedWith);
  const { tenantId, accountId, runId } = claimed.book;
  return { tenantId, accountId, runId, drillId: drill.id, ...drilled, durationMs: Math.max(0, ports.wallMs() - startedMs) };
}

/** The next books of a drill, each read without a claim, because nothing is written to it. */
async function drillBooks(
  ports: CyclePorts,
  drill: HaltDrill,
  books: readonly (BookId & { readonly track: string })[],
): Promise<DrilledBook[]> {
  const keys = [...new Set(books.map(({ track }) => track))];
  const tracks = new Map(await Promise.all(keys.map(async (key) => [key, await loadTrack(ports.pool, key)] as const)));
  const trackOf = new Map(books.map(({ accountId, runId, track }) => [`${accountId}/${runId}`, tracks.get(track)]));
  const results: DrilledBook[] = [];
  const works = await isolateBroken(
    books.map((book) => ({ ...book, epoch: 0 })),
    {
      work: ports.loadWork,
      onBroken: ({ tenantId, accountId, runId }, error) => {
        results.push({ tenantId, accountId, runId, drillId: drill.id, ...failedWith(error), durationMs: 0 });
        return Promise.resolve();
      },
    },
  );
  for (const claimed of works)
    results.push(await drillBook(ports, drill, claimed, trackOf.get(`${claimed.book.accountId}/${claimed.book.runId}`)));
  return results;
}

/** Works through the books that a halt like this would reach, and ends the drill with what they found. */
async function carryOut(ports: CyclePorts, drill: HaltDrill): Promise<void> {
  await beginDrill(ports.pool, { ...drill, begunMs: ports.wallMs() });
  for (;;) {
    const books = await findUndrilledBooks(ports.pool, drill, BOOKS_PER_COMMIT);
    if (books.length === 0) return end(ports, drill);
    const results = await drillBooks(ports, drill, books);
    await inTransaction(ports.pool, (client) => insertDrilledBooks(client, results));
  }
}

async function end(ports: CyclePorts, drill: HaltDrill): Promise<void> {
  const finishedMs = ports.wallMs();
  await inTransaction(ports.pool, async (client) => {
    const ended = await finishDrill(client, { ...drill, finishedMs });
    if (ended === undefined) return;
    const { outcome, books } = ended;
    const facts = { outcome, books: String(books), verb: drill.verb, scope: drill.scope, tookMs: String(finishedMs - drill.askedMs) };
    await appendAudit(client, { tenantId: drill.tenantId, atMs: finishedMs, actor: ENGINE, act: "halt.drilled", subject: drill.id, facts });
  });
  ports.announce([drill.tenantId]);
}

/**
 * Carries out the drills that are asked for (GOV3): the kill switch's whole path but for its effect. Each
 * book that the halt would reach is loaded with it, decided by the same function behind the same gate, and
 * left as it was: no slot, no receipt, no order. Trading goes on meanwhile.
 */
export async function carryOutDrills(ports: CyclePorts, tenantId?: string): Promise<void> {
  for (const drill of await findOpenDrills(ports.pool, tenantId)) await carryOut(ports, drill);
}
