import { encodeAccountState } from "@ballast/core/decision/account-state";
import { dispatch } from "@ballast/core/decision/dispatch";
import { replayNowOf } from "@ballast/core/time/clock";
import type { MarketClose } from "../../marketdata/snapshot-window.ts";
import { inTransaction } from "@ballast/db/clients/pool";
import type { LoadedBook } from "@ballast/db/repositories/books";
import { holdFences, writeCycle } from "@ballast/db/repositories/commit-cycle";
import type { ClaimedWork } from "./book-loader.ts";
import { ofBook } from "./broken-book.ts";
import { addBookings, bookAdvance, bookIdOf, emptyRows, keepLastOrderRows } from "./cycle.mapper.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import type { BookProgress } from "./decide-book.ts";

/** Moves a claimed book to where its commit brought it, without reading it again. */
export function advanceClaim(
  claimed: ClaimedWork,
  to: Pick<BookProgress, "state" | "heads" | "kills">,
  rest: { readonly nextSlotMs: number | null; readonly pendingDispatch: boolean },
): ClaimedWork {
  const standing = { state: to.state, heads: to.heads, kills: to.kills };
  return { ...claimed, book: { ...claimed.book, ...rest }, work: { ...claimed.work, ...standing } };
}

const NO_OPENS: ReadonlyMap<string, number> = new Map();

/** The run's clock when orders are sent: on a replay no time passes between a decision and its dispatch. */
function nowOf(ports: CyclePorts, book: LoadedBook, closeMs: number): number {
  return book.clock === "wall" ? ports.wallMs() : replayNowOf(closeMs);
}

/** The bar behind a run's end is no part of it: what was decided on the last close is not traded. */
function isLastClose(book: LoadedBook, closeMs: number): boolean {
  return book.toMs !== null && closeMs >= book.toMs;
}

/**
 * Sends what was committed: the fence is held to the end of the transaction in which intents become
 * orders. The paper venue answers within it, because it is a function; a network venue would be
 * called after it, and its answer booked in another.
 */
export async function dispatchCommitted(
  ports: CyclePorts,
  pending: readonly ClaimedWork[],
  closeOf: (claimed: ClaimedWork) => MarketClose,
): Promise<{ readonly claims: ClaimedWork[]; readonly fills: number }> {
  const rows = emptyRows();
  const claims: ClaimedWork[] = [];
  for (const claimed of pending) {
    const { book, work } = claimed;
    const close = closeOf(claimed);
    const { snapshot } = close.sealed;
    const nextOpens = isLastClose(book, snapshot.closeMs) ? NO_OPENS : close.nextOpens;
    const nowMs = nowOf(ports, book, snapshot.closeMs);
    const booked = ofBook(() =>
      dispatch({ state: work.state.value, heads: work.heads, snapshot, nextOpens, nowMs, context: work.context }),
    );
    const isSame = booked.state === work.state.value;
    const bytes = isSame ? undefined : encodeAccountState(booked.state);
    const state = bytes === undefined ? work.state : { value: booked.state, hash: work.context.sha256(bytes) };
    if (bytes !== undefined) rows.states.push({ ...bookIdOf(book), hash: state.hash, body: bytes });
    addBookings(rows, bookIdOf(book), booked.bookings);
    const was = { heads: work.heads, stateHash: work.state.hash, nextSlotMs: book.nextSlotMs };
    rows.books.push(
      bookAdvance(
        bookIdOf(book),
        was,
        { stateHash: state.hash, nextSlotMs: book.nextSlotMs },
        { equityUnits: undefined, pendingDispatch: false },
      ),
    );
    claims.push(
      advanceClaim(claimed, { state, heads: booked.heads, kills: work.kills }, { nextSlotMs: book.nextSlotMs, pendingDispatch: false }),
    );
  }
  keepLastOrderRows(rows);
  await inTransaction(ports.pool, async (client) => {
    await holdFences(
      client,
      pending.map((claimed) => ({ ...bookIdOf(claimed.book), epoch: claimed.epoch })),
    );
    await writeCycle(client, rows);
  });
  return { claims, fills: rows.fills.length };
}
