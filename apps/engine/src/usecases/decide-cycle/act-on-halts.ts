import { replayNowOf } from "@ballast/core/time/clock";
import type { ClaimedBook } from "@ballast/db/repositories/claims";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { claimHaltedBooks, countHaltSlots, insertHaltActs, readDueHalts, type DueHalt } from "@ballast/db/repositories/due-halts";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { loadTrack, type Track } from "@ballast/db/repositories/tracks";
import type { ClaimedWork } from "./book-loader.ts";
import { isolateBroken, ofBook } from "./broken-book.ts";
import { commitDecided, type Decided } from "./commit-decided.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { decideHalt, type HaltSlot } from "./decide-halt.ts";
import { advanceClaim } from "./dispatch-committed.ts";
import { dispatchPending, lastCloseOf } from "./dispatch-pending.ts";
import { haltBrokenBook } from "./halt-broken-book.ts";

const BOOKS_PER_COMMIT = 250;
/** Commits of one call; whatever a shard has beyond is left to the next sweep. */
const COMMITS_MAX = 400;

/** A claimed book with what it owes. */
type Halted = { readonly claimed: ClaimedWork; readonly halts: readonly DueHalt[]; readonly slot: HaltSlot };

const keyOf = ({ tenantId, accountId, runId }: BookId): string => `${tenantId}/${accountId}/${runId}`;

/**
 * When a book's halts are due on its run's clock. On the wall that is when the first of them was set;
 * a replay stands at the seal of its last close until the next one is through.
 */
function timesOf(ports: CyclePorts, track: Track, claimed: ClaimedWork, halts: readonly DueHalt[]): Omit<HaltSlot, "seq"> {
  if (claimed.book.clock === "replay") {
    const nowMs = replayNowOf(lastCloseOf(claimed, track));
    return { atMs: nowMs, nowMs };
  }
  const nowMs = ports.wallMs();
  return { atMs: Math.min(nowMs, ...halts.map(({ sinceMs }) => sinceMs)), nowMs };
}

/** Books with what they owe and the slots that it makes due. What is owed is read before the halts in force are: a halt between the two waits for the next round. */
async function loadHalted(ports: CyclePorts, track: Track, claimed: readonly ClaimedBook[]): Promise<Halted[]> {
  const owed = Map.groupBy(await readDueHalts(ports.pool, claimed), keyOf);
  const works = await isolateBroken(claimed, {
    work: ports.loadWork,
    onBroken: (book, error) => haltBrokenBook(ports, book, { at: "loading it", error }),
  });
  const due = works.flatMap((work) => {
    const halts = owed.get(keyOf(work.book));
    return halts === undefined ? [] : [{ claimed: work, halts, ...timesOf(ports, track, work, halts) }];
  });
  const seqs = await countHaltSlots(
    ports.pool,
    due.map(({ claimed: { book }, atMs }) => ({ ...book, atMs })),
  );
  return due.map(({ atMs, nowMs, ...halted }, index) => ({ ...halted, slot: { atMs, nowMs, seq: seqs[index] ?? 0 } }));
}

/** The slots' months may be new: between two closes nobody else has made them. */
async function ensureMonths(ports: CyclePorts, halted: readonly Halted[]): Promise<void> {
  const times = halted.map(({ slot }) => slot.atMs);
  await ensurePartitions(ports.pool, { fromMs: Math.min(...times), toMs: Math.max(...times) });
}

/** Decides the halts of a batch and commits them with the record of what acted where. */
async function decideHalts(ports: CyclePorts, track: Track, halted: readonly Halted[]): Promise<ClaimedWork[]> {
  const closes = [...new Set(halted.map(({ claimed }) => lastCloseOf(claimed, track)))];
  const sealed = new Map(await Promise.all(closes.map(async (closeMs) => [closeMs, await ports.snapshots.find(track, closeMs)] as const)));
  const decided = await isolateBroken(halted, {
    work: async (batch) => {
      const stretch = batch.map(({ claimed, slot }): Decided => {
        const close = sealed.get(lastCloseOf(claimed, track));
        const progress = ofBook(() => decideHalt(claimed.work, { slot, sealed: close?.sealed }, ports));
        return { claimed, progress, nextSlotMs: claimed.book.nextSlotMs };
      });
      const acts = batch.flatMap(({ halts, slot }) => halts.map((halt) => ({ ...halt, atMs: slot.atMs, seq: slot.seq })));
      await commitDecided(ports, stretch, (client) => insertHaltActs(client, acts));
      return stretch;
    },
    onBroken: ({ claimed: { book, epoch } }, error) => haltBrokenBook(ports, { ...book, epoch }, { at: "carrying out a halt", error }),
  });
  return decided.map(({ claimed, progress, nextSlotMs }) =>
    advanceClaim(claimed, progress, { nextSlotMs, pendingDispatch: progress.mustDispatch }),
  );
}

/**
 * Carries out the halts that a shard's books owe: each book's own slot is claimed, decided, committed
 * and dispatched like any other, without waiting for a close. Repeating it does nothing twice, for the
 * commit records which halt has acted. Answers how many books acted.
 */
export async function actOnHalts(ports: CyclePorts, shard: { readonly track: string; readonly shard: number }): Promise<number> {
  let acted = 0;
  for (let commit = 0; commit < COMMITS_MAX; commit += 1) {
    const claimed = await claimHaltedBooks(ports.pool, {
      ...{ track: shard.track, shard: shard.shard, limit: BOOKS_PER_COMMIT, holder: ports.workerName },
      ...{ wallMs: ports.wallMs(), leaseMs: ports.leaseMs },
    });
    const track = claimed.length === 0 ? undefined : await loadTrack(ports.pool, shard.track);
    if (track === undefined) return acted;
    const halted = await loadHalted(ports, track, claimed);
    if (halted.length > 0) await ensureMonths(ports, halted);
    const moved = await decideHalts(ports, track, halted);
    await dispatchPending(
      ports,
      track,
      moved.filter(({ book }) => book.pendingDispatch),
    );
    acted += moved.length;
    ports.announce([...new Set(claimed.map(({ tenantId }) => tenantId))]);
  }
  return acted;
}
