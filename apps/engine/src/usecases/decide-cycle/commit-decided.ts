import { inTransaction } from "@ballast/db/clients/pool";
import { writeCycle } from "@ballast/db/repositories/commit-cycle";
import { insertWorkBatch } from "@ballast/db/repositories/work-batches";
import type { ClientBase } from "pg";
import type { ClaimedWork } from "./book-loader.ts";
import { addProgress, bookAdvance, bookIdOf, emptyRows, keepLastOrderRows } from "./cycle.mapper.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import type { BookProgress } from "./decide-book.ts";
import { writeKillEvents } from "./write-kill-events.ts";

/** A claimed book, what its slots wrote, and when it is due again (null: its run is through). */
export type Decided = { readonly claimed: ClaimedWork; readonly progress: BookProgress; readonly nextSlotMs: number | null };

/** One commit: slots, receipts, states, intents and whatever bars settled, for every book of the batch; and what the caller adds. */
export async function commitDecided(
  ports: CyclePorts,
  decided: readonly Decided[],
  alongside?: (client: ClientBase) => Promise<void>,
): Promise<void> {
  const rows = emptyRows();
  for (const { claimed, progress, nextSlotMs } of decided) {
    const { book, work } = claimed;
    addProgress(rows, bookIdOf(book), progress);
    rows.books.push(
      bookAdvance(
        bookIdOf(book),
        { heads: work.heads, stateHash: work.state.hash, nextSlotMs: book.nextSlotMs },
        { stateHash: progress.state.hash, nextSlotMs },
        { equityUnits: progress.equityUnits, pendingDispatch: progress.mustDispatch },
      ),
    );
  }
  keepLastOrderRows(rows);
  await inTransaction(ports.pool, async (client) => {
    await writeCycle(client, rows);
    await insertWorkBatch(client, { worker: ports.workerName, recordedAtMs: ports.wallMs(), receipts: rows.receipts });
    await writeKillEvents(
      client,
      ports,
      decided.map(({ claimed, progress }) => ({ book: claimed.book, events: progress.killEvents })),
    );
    await alongside?.(client);
  });
}
