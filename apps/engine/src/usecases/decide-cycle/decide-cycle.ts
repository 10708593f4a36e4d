import { replayNowOf } from "@ballast/core/time/clock";
import { claimBooks, type ClaimedBook } from "@ballast/db/repositories/claims";
import { loadTrack, type Track } from "@ballast/db/repositories/tracks";
import { actOnHalts } from "./act-on-halts.ts";
import type { ClaimedWork } from "./book-loader.ts";
import { isolateBroken, ofBook } from "./broken-book.ts";
import { commitDecided, type Decided } from "./commit-decided.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { decideBook, type DecidedSlot } from "./decide-book.ts";
import { advanceClaim } from "./dispatch-committed.ts";
import { dispatchPending } from "./dispatch-pending.ts";
import { haltBrokenBook } from "./halt-broken-book.ts";

/** Slots and receipts of one commit: one commit an account is the wrong grain, and a bounded one keeps locks short. */
const SLOTS_PER_COMMIT = 250;
/** Books of one dispatch: each writes some twenty rows. */
const BOOKS_PER_DISPATCH = 250;
/** Books of one claim: to find what is due reads the whole shard, which would cost more than the cycles if each commit did. */
const BOOKS_PER_CLAIM = 2_000;
/** Batches of one claim that are in hand at once. */
const LANES = 2;
/** A job gives way after this long; the shard is nudged again while books are due. */
const JOB_MS_MAX = 10_000;
/** Closes of an outage that one row covers: five months of hours, less than what the window keeps. */
const OUTAGE_CLOSES_MAX = 4_000;

/** What a job did; `sent` counts the times that it sent what a book had decided. */
export type CycleCounts = { slots: number; receipts: number; sent: number; fills: number };

/** The close after this slot, or none where the run ends. */
function closeAfter({ key, untilMs }: DecidedSlot, timeframeMs: number, toMs: number | null): number | null {
  const next = Math.max(untilMs, key.atMs + timeframeMs);
  return toMs !== null && next > toMs ? null : next;
}

/** Whether the book has a slot at or before the track's horizon. */
function isDue({ book }: ClaimedWork, track: Track): boolean {
  return book.nextSlotMs !== null && book.nextSlotMs <= track.horizonMs;
}

/** How many closes a book's next stretch reads: its share of the commit, or all of an outage behind it, which is one row. */
function closesOf({ book }: ClaimedWork, track: Track, share: number): number {
  if (book.clock === "replay") return share;
  const behind = (track.horizonMs - (book.nextSlotMs ?? track.horizonMs)) / track.timeframeMs;
  return Math.max(share, Math.min(behind + 1, OUTAGE_CLOSES_MAX));
}

/** Reads the market for the next stretch of these books, at most SLOTS_PER_COMMIT slots in sum; answers what decides one of them. */
async function openStretch(ports: CyclePorts, track: Track, due: readonly ClaimedWork[]): Promise<(claimed: ClaimedWork) => Decided> {
  const slotsPerBook = Math.max(1, Math.floor(SLOTS_PER_COMMIT / due.length));
  const firstMs = Math.min(...due.map(({ book }) => book.nextSlotMs ?? track.horizonMs));
  const window = await ports.snapshots.load(track, firstMs, Math.max(...due.map((claimed) => closesOf(claimed, track, slotsPerBook))));
  return (claimed) => {
    const snapshots = window.from(claimed.book.nextSlotMs ?? firstMs, closesOf(claimed, track, slotsPerBook), claimed.book.toMs);
    const progress = decideBook(claimed.work, snapshots, {
      decide: ports.decide,
      coreHash: ports.coreHash,
      findBreaks: ports.findBreaks,
      nowMs: claimed.book.clock === "wall" ? ports.wallMs : replayNowOf,
      newestMs: Math.min(track.horizonMs, claimed.book.toMs ?? track.horizonMs),
    });
    const last = progress.slots.at(-1);
    const nextSlotMs = last === undefined ? claimed.book.nextSlotMs : closeAfter(last, track.timeframeMs, claimed.book.toMs);
    return { claimed, progress, nextSlotMs };
  };
}

/**
 * Carries out the halts of a shard, then brings its due books to the track's horizon: claim, load,
 * decide, commit, dispatch, and on. A worker that dies in between leaves committed slots and committed intents; the next claim
 * dispatches those first and goes on behind them, so the books end as if nothing had happened.
 */
export async function decideCycle(ports: CyclePorts, shard: { readonly track: string; readonly shard: number }): Promise<CycleCounts> {
  const counts: CycleCounts = { slots: 0, receipts: 0, sent: 0, fills: 0 };
  const endsAtMs = ports.wallMs() + JOB_MS_MAX;
  while (ports.wallMs() < endsAtMs) {
    await actOnHalts(ports, shard);
    const claimed = await claimBooks(ports.pool, {
      ...shard,
      limit: BOOKS_PER_CLAIM,
      holder: ports.workerName,
      wallMs: ports.wallMs(),
      leaseMs: ports.leaseMs,
    });
    if (claimed.length === 0) return counts;
    // Loaded behind the claim: an account that needs more features is opened after its track has moved to them.
    const track = await loadTrack(ports.pool, shard.track);
    if (track === undefined) return counts;
    // Half the lease is the claim's promise: past it the books are claimed anew.
    const heldUntilMs = Math.min(endsAtMs, ports.wallMs() + ports.leaseMs / 2);
    await workClaimed(ports, track, claimed, { counts, heldUntilMs });
    ports.announce([...new Set(claimed.map(({ tenantId }) => tenantId))]);
    if (claimed.length < BOOKS_PER_CLAIM) return counts;
  }
  return counts;
}

/**
 * Brings claimed books as far as a track's horizon; with a horizon before the track's own, as far as that
 * and no further.
 */
export async function decideClaimed(ports: CyclePorts, track: Track, claimed: readonly ClaimedBook[]): Promise<CycleCounts> {
  const counts: CycleCounts = { slots: 0, receipts: 0, sent: 0, fills: 0 };
  await workClaimed(ports, track, claimed, { counts, heldUntilMs: ports.wallMs() + ports.leaseMs / 2 });
  ports.announce([...new Set(claimed.map(({ tenantId }) => tenantId))]);
  return counts;
}

/**
 * Works through a claim: decides whatever is due, and sends for many books at once, because a
 * transaction costs as much as a dozen of its rows. Books are loaded just before they are decided,
 * so that a halt of a moment ago is seen. While one lane waits for its commit to be durable, the other
 * decides: they never hold the same book.
 */
async function workClaimed(
  ports: CyclePorts,
  track: Track,
  claimed: readonly ClaimedBook[],
  within: { readonly counts: CycleCounts; readonly heldUntilMs: number },
): Promise<void> {
  const unloaded = [...claimed];
  const due: ClaimedWork[] = [];
  const pending: ClaimedWork[] = [];
  let lanesAtWork = 0;
  const send = async (claims: readonly ClaimedWork[]): Promise<readonly ClaimedWork[]> => {
    const sent = await dispatchPending(ports, track, claims);
    within.counts.sent += sent.claims.length;
    within.counts.fills += sent.fills;
    return sent.claims;
  };
  const next = (): Promise<readonly ClaimedWork[]> | undefined => {
    if (pending.length >= BOOKS_PER_DISPATCH) return send(pending.splice(0, BOOKS_PER_DISPATCH));
    if (due.length > 0) return decideDue(ports, track, due.splice(0, SLOTS_PER_COMMIT), within.counts);
    if (unloaded.length > 0) return loadBooks(ports, unloaded.splice(0, SLOTS_PER_COMMIT));
    // Left to the lane that ends last, with what the others still bring.
    return pending.length > 0 && lanesAtWork === 0 ? send(pending.splice(0)) : undefined;
  };
  const work = async (): Promise<void> => {
    while (ports.wallMs() < within.heldUntilMs) {
      const step = next();
      if (step === undefined) return;
      lanesAtWork += 1;
      const moved = await step.finally(() => {
        lanesAtWork -= 1;
      });
      for (const claim of moved) {
        if (claim.book.pendingDispatch) pending.push(claim);
        else if (isDue(claim, track)) due.push(claim);
      }
    }
  };
  await inLanes(LANES, work);
}

/** Runs `work` so many times side by side; throws what the first threw, once none is at work any more. */
async function inLanes(count: number, work: () => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(Array.from({ length: count }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Loads claimed books; one whose rows can't be read is halted, and the others go on. */
function loadBooks(ports: CyclePorts, claimed: readonly ClaimedBook[]): Promise<ClaimedWork[]> {
  return isolateBroken(claimed, {
    work: ports.loadWork,
    onBroken: (book, error) => haltBrokenBook(ports, book, { at: "loading it", error }),
  });
}

/** Decides and commits the next stretch of these books. */
async function decideDue(ports: CyclePorts, track: Track, due: readonly ClaimedWork[], counts: CycleCounts): Promise<ClaimedWork[]> {
  const decide = await openStretch(ports, track, due);
  const decided = await isolateBroken(due, {
    work: async (batch) => {
      const stretch = batch.map((claimed) => ofBook(() => decide(claimed)));
      await commitDecided(ports, stretch);
      return stretch;
    },
    onBroken: ({ book, epoch }, error) => haltBrokenBook(ports, { ...book, epoch }, { at: "deciding it", error }),
  });
  for (const { progress } of decided) {
    counts.slots += progress.slots.length;
    counts.receipts += progress.receipts.length;
  }
  return decided.map(({ claimed, progress, nextSlotMs }) =>
    advanceClaim(claimed, progress, { nextSlotMs, pendingDispatch: progress.mustDispatch }),
  );
}
