import type { Track } from "@ballast/db/repositories/tracks";
import type { ClaimedWork } from "./book-loader.ts";
import { isolateBroken } from "./broken-book.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { dispatchCommitted } from "./dispatch-committed.ts";
import { haltBrokenBook } from "./halt-broken-book.ts";

/** The close whose decision a book has to dispatch: its last slot's. */
export function lastCloseOf({ book }: ClaimedWork, track: Track): number {
  return book.nextSlotMs === null ? (book.toMs ?? track.horizonMs) : book.nextSlotMs - track.timeframeMs;
}

/** Sends what the last commit of these books decided; answers the books as they stand then, and their fills. */
export async function dispatchPending(
  ports: CyclePorts,
  track: Track,
  pending: readonly ClaimedWork[],
): Promise<{ readonly claims: readonly ClaimedWork[]; readonly fills: number }> {
  const closes = [...new Set(pending.map((claim) => lastCloseOf(claim, track)))];
  const decidedOn = new Map(await Promise.all(closes.map(async (closeMs) => [closeMs, await ports.snapshots.at(track, closeMs)] as const)));
  let fills = 0;
  const claims = await isolateBroken(pending, {
    work: async (batch) => {
      const dispatched = await dispatchCommitted(ports, batch, (claim) => {
        const found = decidedOn.get(lastCloseOf(claim, track));
        if (found === undefined) throw new Error("a book waits for dispatch at a close without a snapshot");
        return found;
      });
      fills += dispatched.fills;
      return dispatched.claims;
    },
    onBroken: ({ book, epoch }, error) => haltBrokenBook(ports, { ...book, epoch }, { at: "sending its orders", error }),
  });
  return { claims, fills };
}
