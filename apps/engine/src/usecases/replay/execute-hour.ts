import { boundaryAtOrBefore, HOUR_MS } from "@ballast/core/time/timeframe";
import type { SlotRow } from "@ballast/db/repositories/cycle-rows";
import { claimBook } from "@ballast/db/repositories/replay-claims";
import { releaseClaims } from "@ballast/db/repositories/claims";
import { readReplayBooks, type ReplayBook } from "@ballast/db/repositories/replay-books";
import { readSlotsOf } from "@ballast/db/repositories/replay-receipts";
import { findRun } from "@ballast/db/repositories/runs";
import { loadTrack, putTrack, type Track } from "@ballast/db/repositories/tracks";
import { AppError } from "@ballast/jobs/app-error";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { actOnHalts } from "../decide-cycle/act-on-halts.ts";
import { decideClaimed } from "../decide-cycle/decide-cycle.ts";
import { sealNext } from "../seal-snapshots.ts";

export type ExecutedHour = {
  /** Slots of the hour that had run before: they are refused, whatever they decided. */
  readonly refused: readonly SlotRow[];
  /** Slots that were due and ran now. */
  readonly executed: readonly SlotRow[];
};

export type HourPorts = Pick<EnginePorts, "pool" | "sha256" | "cycle">;

const isoOf = (ms: number): string => new Date(ms).toISOString();

function refuse(code: string, fact: string): never {
  throw new AppError(code, fact, { retry: "never" });
}

const slotsOf = async ({ pool }: HourPorts, book: ReplayBook, hourMs: number): Promise<SlotRow[]> =>
  readSlotsOf(pool, [book], { fromMs: hourMs, toMs: hourMs + HOUR_MS });

/** A slot is decided behind all before it: an hour can't be taken out of its turn, nor done twice. */
function refuseOutOfTurn(book: ReplayBook, hourMs: number, had: readonly SlotRow[]): number {
  const { nextSlotMs, accountKey, runKey } = book;
  const who = `account ${accountKey} in run ${runKey}`;
  if (nextSlotMs === null || nextSlotMs >= hourMs + HOUR_MS) {
    const slots = had.map(({ kind, atMs, outcome }) => `${kind} ${isoOf(atMs)} ${outcome}`).join(", ");
    if (had.length > 0) return refuse("SLOT_HAS_RUN", `every due slot of ${who} in hour ${isoOf(hourMs)} has run: ${slots}`);
    return refuse("HOUR_WITHOUT_SLOTS", `${who} has no slot in hour ${isoOf(hourMs)}; its slots begin behind ${isoOf(book.openedMs)}`);
  }
  if (nextSlotMs < hourMs)
    return refuse("EARLIER_SLOTS_DUE", `${who} still owes its slot of ${isoOf(nextSlotMs)}, and decides in order; execute that hour first`);
  return nextSlotMs;
}

/** Seals a run's own closes up to the hour's last; what a market has not closed is not there to be decided on. */
async function sealedTrack(ports: HourPorts, book: ReplayBook, to: { readonly dueMs: number; readonly lastMs: number }): Promise<Track> {
  const track = await loadTrack(ports.pool, book.track);
  if (track === undefined) return refuse("HOUR_NOT_SEALED", `run ${book.runKey} has no sealed close yet`);
  if (track.horizonMs >= to.dueMs) return track;
  const run = await findRun(ports.pool, book.runId);
  if (run?.lineageId === null || run?.lineageId === undefined || run.toMs === null || run.state !== "running")
    return refuse(
      "HOUR_NOT_SEALED",
      `the market of run ${book.runKey} has closed up to ${isoOf(track.horizonMs)}, before ${isoOf(to.dueMs)}`,
    );
  const { lineageId } = run;
  const toMs = Math.min(to.lastMs, run.toMs);
  const sealedMs = await sealNext(ports.pool, {
    sha256: ports.sha256,
    lineageId,
    toMs,
    closesMax: (toMs - track.horizonMs) / track.timeframeMs + 1,
  });
  await putTrack(ports.pool, { key: book.track, lineageId, horizonMs: Math.min(sealedMs, toMs) });
  return { ...track, horizonMs: Math.min(sealedMs, toMs) };
}

/**
 * Does what is due of one book in one hour, by the use case that decides live: its halts first, then its
 * closes in order. A slot that has run is refused by its own row, which no second decision could be
 * written beside; an hour in which nothing is due is refused as a whole.
 */
export async function executeHour(ports: HourPorts, book: ReplayBook, hourMs: number): Promise<ExecutedHour> {
  const { pool, cycle } = ports;
  if (book.isBroken) refuse("BOOK_BROKEN", `account ${book.accountKey} is broken in run ${book.runKey}: release its halt first`);
  const refused = await slotsOf(ports, book, hourMs);
  const dueMs = refuseOutOfTurn(book, hourMs, refused);
  const track = await sealedTrack(ports, book, { dueMs, lastMs: hourMs + HOUR_MS - 1 });
  const lastMs = Math.min(track.horizonMs, boundaryAtOrBefore(hourMs + HOUR_MS - 1, track.timeframeMs));
  await actOnHalts(cycle, book);
  const wallMs = cycle.wallMs();
  const claim = await claimBook(pool, book, {
    track: book.track,
    shard: book.shard,
    holder: cycle.workerName,
    wallMs,
    leaseMs: cycle.leaseMs,
  });
  if (claim === undefined)
    return refuse("BOOK_HELD", `another worker holds account ${book.accountKey} in run ${book.runKey}; it decides what is due itself`);
  try {
    await decideClaimed(cycle, { ...track, horizonMs: lastMs }, [claim]);
  } finally {
    await releaseClaims(pool, cycle.workerName);
  }
  const had = new Set(refused.map(({ kind, atMs, seq }) => `${kind}/${atMs}/${seq}`));
  const [now = book] = await readReplayBooks(pool, [book]);
  if (now.isBroken) refuse("BOOK_BROKEN", `account ${book.accountKey} broke in run ${book.runKey}: its halt says why`);
  const executed = (await slotsOf(ports, book, hourMs)).filter(({ kind, atMs, seq }) => !had.has(`${kind}/${atMs}/${seq}`));
  return { refused, executed };
}
