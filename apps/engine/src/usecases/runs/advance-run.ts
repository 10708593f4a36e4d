import { encodeAccountState } from "@ballast/core/decision/account-state";
import { endRun } from "@ballast/core/decision/run-end";
import type { Bar } from "@ballast/core/market/bar";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { inTransaction } from "@ballast/db/clients/pool";
import { writeCycle } from "@ballast/db/repositories/commit-cycle";
import { readBreaks } from "@ballast/db/repositories/broken-books";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { endRunRow, findRun, readRunProgress, type Run, type RunProgress } from "@ballast/db/repositories/runs";
import { readLastSnapshots } from "@ballast/db/repositories/snapshots";
import { loadTrack, putTrack } from "@ballast/db/repositories/tracks";
import { AppError } from "@ballast/jobs/app-error";
import { cycleDecide } from "@ballast/jobs/catalog";
import type { Enqueue } from "@ballast/jobs/enqueue";
import { claimRunBooks } from "@ballast/db/repositories/claims";
import type { ClaimedWork } from "../decide-cycle/book-loader.ts";
import { isolateBroken, ofBook } from "../decide-cycle/broken-book.ts";
import type { CyclePorts } from "../decide-cycle/cycle-ports.ts";
import { addBookings, bookAdvance, bookIdOf, emptyRows, keepLastOrderRows } from "../decide-cycle/cycle.mapper.ts";
import { haltBrokenBook } from "../decide-cycle/halt-broken-book.ts";
import { countRunTrials } from "./count-run-trials.ts";
import { refuseRepaired, sealNext } from "../seal-snapshots.ts";

/** Closes sealed before the shards are nudged again. */
const CLOSES_PER_ROUND = 2_048;
/** Broken books whose reasons a run's failure spells out. */
const BREAKS_TOLD_MAX = 3;
/** Closes looked back for the last bar of each instrument when a run ends. */
const LAST_BARS_CLOSES_MAX = 1_000;

export type RunPorts = CyclePorts & { readonly enqueue: Enqueue; readonly sha256: Sha256 };

/** The last bar of every instrument of the run's lineage, up to its end. */
async function lastBars(ports: RunPorts, run: Run & { readonly lineageId: string }): Promise<Map<string, Bar>> {
  const bars = new Map<string, Bar>();
  const rows = await readLastSnapshots(ports.pool, {
    lineageId: run.lineageId,
    toMs: run.toMs ?? run.nextCloseMs,
    limit: LAST_BARS_CLOSES_MAX,
  });
  for (const row of rows) {
    for (const { symbol, bar } of decodeSnapshot(row.body).instruments) {
      if (bar !== undefined && !bars.has(symbol)) bars.set(symbol, bar);
    }
  }
  return bars;
}

/** Sells what these books hold at their last bars, in one commit. */
async function sellHoldings(
  ports: RunPorts,
  works: readonly ClaimedWork[],
  bars: ReadonlyMap<string, Bar>,
): Promise<readonly ClaimedWork[]> {
  const rows = emptyRows();
  for (const { book, work } of works) {
    const ended = ofBook(() => endRun({ state: work.state.value, heads: work.heads, lastBars: bars, context: work.context }));
    if (ended.state === work.state.value) continue;
    const body = encodeAccountState(ended.state);
    const hash = work.context.sha256(body);
    rows.states.push({ ...bookIdOf(book), hash, body });
    addBookings(rows, bookIdOf(book), ended.bookings);
    const equityUnits = ended.state.balances.find(({ asset }) => asset === ended.state.baseCurrency)?.total;
    rows.books.push(
      bookAdvance(
        bookIdOf(book),
        { heads: work.heads, stateHash: work.state.hash, nextSlotMs: null },
        { stateHash: hash, nextSlotMs: null },
        { equityUnits, pendingDispatch: false },
      ),
    );
  }
  keepLastOrderRows(rows);
  await inTransaction(ports.pool, (client) => writeCycle(client, rows));
  return works;
}

/**
 * Sells what reference books still hold at their last close; a governed book stays as it is and is
 * marked. False where another worker holds one of the books: its lease has to end first.
 */
async function closeBooks(ports: RunPorts, run: Run & { readonly lineageId: string }, books: number): Promise<boolean> {
  const claimed = await claimRunBooks(ports.pool, {
    runId: run.id,
    holder: ports.workerName,
    wallMs: ports.wallMs(),
    leaseMs: ports.leaseMs,
  });
  if (claimed.length < books) return false;
  const works = await isolateBroken(claimed, {
    work: ports.loadWork,
    onBroken: (book, error) => haltBrokenBook(ports, book, { at: "loading it", error }),
  });
  const held = works.filter(({ work }) => work.profile.value.kind === "reference");
  const bars = held.length === 0 ? new Map<string, Bar>() : await lastBars(ports, run);
  await isolateBroken(held, {
    work: (batch) => sellHoldings(ports, batch, bars),
    onBroken: ({ book, epoch }, error) => haltBrokenBook(ports, { ...book, epoch }, { at: "ending its run", error }),
  });
  return true;
}

/** Why a run failed whose other books are through. */
function failureOf(breaks: readonly string[], { brokenBooks, books }: RunProgress): string {
  const untold = brokenBooks - breaks.length;
  return [`${brokenBooks} of ${books} accounts broke.`, ...breaks, ...(untold > 0 ? [`And ${untold} more.`] : [])].join(" ");
}

/**
 * Brings a run one step on: seals what its lineage still lacks, nudges the shards with due books, and
 * ends the run when every book is through. Safe to repeat at any point. What no repeat can mend ends
 * the run as failed, with why; else it would be tried for ever.
 */
export async function advanceRun(ports: RunPorts, runId: string): Promise<void> {
  try {
    await stepRun(ports, runId);
  } catch (error) {
    if (error instanceof AppError && error.retry === "never")
      await endRunRow(ports.pool, runId, { state: "failed", failure: `${error.code}: ${error.message}` });
    throw error;
  }
}

async function stepRun(ports: RunPorts, runId: string): Promise<void> {
  const run = await findRun(ports.pool, runId);
  const lineageId = run?.lineageId;
  if (run === undefined || run.state !== "running" || lineageId === null || lineageId === undefined || run.toMs === null) return;
  await refuseRepaired(ports.pool, { sha256: ports.sha256, lineageId });
  for (;;) {
    const track = await loadTrack(ports.pool, run.id);
    if (track === undefined) throw new Error(`run ${run.key} has no track`);
    if (track.horizonMs >= run.toMs) break;
    const sealedToMs = await sealNext(ports.pool, { sha256: ports.sha256, lineageId, toMs: run.toMs, closesMax: CLOSES_PER_ROUND });
    await putTrack(ports.pool, { key: run.id, lineageId, horizonMs: Math.min(sealedToMs, run.toMs) });
    await nudgeShards(ports, run.id);
  }
  await nudgeShards(ports, run.id);
  const progress = await readRunProgress(ports.pool, run.id);
  if (progress.finishedBooks + progress.brokenBooks < progress.books) return;
  if (!(await closeBooks(ports, { ...run, lineageId }, progress.finishedBooks))) return;
  await countRunTrials(ports, run);
  const breaks = await readBreaks(ports.pool, run.id, BREAKS_TOLD_MAX);
  await endRunRow(
    ports.pool,
    run.id,
    breaks.length === 0 ? { state: "finished", failure: null } : { state: "failed", failure: failureOf(breaks, progress) },
  );
}

async function nudgeShards(ports: RunPorts, track: string): Promise<void> {
  for (const due of await findDueShardsOf(ports.pool, track)) await ports.enqueue(cycleDecide, due);
}
