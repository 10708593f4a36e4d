import type { AccountState } from "@ballast/core/decision/account-state";
import { NO_BOOKINGS, type BookContext, type BookedState, type Bookings, type ChainHeads } from "@ballast/core/decision/booking";
import type { Decision } from "@ballast/core/decision/decide-types";
import { replayNowOf } from "@ballast/core/time/clock";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredSnapshot } from "@ballast/db/repositories/replay-contents";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { nextOpensOf } from "../../marketdata/snapshot-window.ts";
import { sha256 } from "../../ports/sha256.ts";
import { firstDifference, isSameBytes, messageOf, type FieldDifference } from "./first-difference.ts";
import { sealedBy, type StatelessInput, type StoredInput } from "./read-input.ts";
import type { ReplayCore } from "./replay-store.ts";

/** A book between two of its receipts: what the one left, with what was sent of it, and the ledger's head there. */
export type Trail = { readonly core: ReplayCore; readonly state: AccountState; readonly hash: Uint8Array; readonly heads: ChainHeads };

/** What was booked on a stretch of the way; a fault where core could not walk it. */
export type Walked =
  | { readonly trail: Trail; readonly bookings: readonly Bookings[]; readonly fault: undefined }
  | { readonly trail: undefined; readonly bookings: readonly Bookings[]; readonly fault: FieldDifference };

/** What a book is settled and sent with, from what its decision was given. */
function contextOf(book: ReplayBook, { input }: StatelessInput): BookContext {
  return {
    sha256,
    accountKey: book.accountKey,
    runKey: book.runKey,
    mode: input.mode,
    seed: book.seed,
    takerFeeBps: input.costs.feeBps,
    slippageBps: input.costs.slippageBps,
    fillModel: input.costs.fillModel,
    profile: input.profile.value,
    instruments: input.instruments.value,
  };
}

/** Bookings need the head of the ledger alone; receipts are linked where they are checked. */
export function headsAt(ledgerSeq: number, ledgerHash: Uint8Array): ChainHeads {
  return { ledgerSeq, ledgerHash, receiptSeq: 0, receiptHash: new Uint8Array(ledgerHash.length) };
}

function moved(trail: Trail, booked: BookedState): Trail {
  if (booked.state === trail.state) return trail;
  const bytes = trail.core.core.encodeAccountState?.(booked.state);
  if (bytes === undefined) throw new Error("a core that settles writes states too");
  return { ...trail, state: booked.state, hash: sha256(bytes), heads: booked.heads };
}

/** A trail in the hands of another release: it reads the state from the bytes that the one before wrote. */
function handedTo(core: ReplayCore, trail: Trail): Trail {
  if (trail.core === core) return trail;
  const bytes = trail.core.core.encodeAccountState?.(trail.state);
  return bytes === undefined ? { ...trail, core } : { ...trail, core, state: core.core.decodeAccountState(bytes) };
}

/** Whether this release's bookings can be made again: one from before that offers its decisions alone. */
export function canRetrace({ core }: ReplayCore): boolean {
  const { settle, dispatch, needsDispatch, openBook, encodeAccountState, bookDecision } = core;
  return [settle, dispatch, needsDispatch, openBook, encodeAccountState, bookDecision].every((member) => member !== undefined);
}

function walked(trail: Trail, walk: () => { readonly trail: Trail; readonly bookings: readonly Bookings[] }): Walked {
  try {
    return { ...walk(), fault: undefined };
  } catch (error) {
    return {
      trail: undefined,
      bookings: [],
      fault: {
        field: "bookings",
        stored: `those of state ${Buffer.from(trail.hash).toString("hex")}`,
        replayed: `none: ${messageOf(error)}`,
      },
    };
  }
}

/** What a book was opened with. */
export type Opening = { readonly baseCurrency: string; readonly startingUnits: bigint };

/** The opening of a book: what its first decision's state begins with. */
export function openTrail(book: ReplayBook, first: StatelessInput, opening: Opening): Walked | undefined {
  const { core } = first.opened;
  const { openBook, encodeAccountState } = core.core;
  if (openBook === undefined || encodeAccountState === undefined) return undefined;
  const opened = openBook({ context: contextOf(book, first), ...opening, atMs: book.openedMs });
  const hash = sha256(encodeAccountState(opened.state));
  return { trail: { core, state: opened.state, hash, heads: opened.heads }, bookings: [opened.bookings], fault: undefined };
}

/** Settles the closes that lie between two decisions, and the one that is decided on. */
export function settleTo(
  book: ReplayBook,
  trail: Trail,
  to: { readonly closes: readonly StoredSnapshot[]; readonly around: StatelessInput },
): Walked {
  const { core } = to.around.opened;
  if (trail.state.orders.length === 0 && trail.state.positions.length === 0) return { trail, bookings: [], fault: undefined };
  return walked(trail, () => {
    const context = contextOf(book, to.around);
    const bookings: Bookings[] = [];
    let at = handedTo(core, trail);
    for (const close of to.closes) {
      const { snapshot } = sealedBy(core, close);
      const booked = core.core.settle?.({ state: at.state, heads: at.heads, snapshot, context });
      if (booked === undefined) continue;
      bookings.push(booked.bookings);
      at = moved(at, booked);
    }
    return { trail: at, bookings };
  });
}

/** How a decision was sent. */
export type Sending = {
  /** Undefined: it is not sent yet, or a halt was decided before it was. */
  readonly nowMs: number | undefined;
};

/** Books a decision's intents and sends them, as the engine's two commits did. */
export function sendDecided(
  book: ReplayBook,
  stored: StoredInput,
  of: { readonly decision: Decision | undefined; readonly trail: Trail; readonly nowMs: number | undefined },
): Walked {
  const { receipt, core } = stored.opened;
  const { decision, trail, nowMs } = of;
  return walked(trail, () => {
    const isBooked =
      decision !== undefined && (decision.output.intents.length > 0 || decision.output.cancels.length > 0 || receipt.kind === "halt");
    const decided = isBooked ? core.core.bookDecision?.(decision, { receiptSeq: receipt.receiptSeq, atMs: receipt.atMs }) : undefined;
    const bookings: Bookings[] = decided === undefined ? [] : [{ ...NO_BOOKINGS, ...decided }];
    if (nowMs === undefined || core.core.needsDispatch?.(trail.state) !== true) return { trail, bookings };
    const { snapshot } = stored.input.snapshot;
    // The bar behind a run's end is no part of it.
    const isLast = book.toMs !== null && snapshot.closeMs >= book.toMs;
    const nextOpens = isLast ? new Map<string, number>() : nextOpensOf(snapshot, stored.snapshot.nextOpens);
    const booked = core.core.dispatch?.({
      state: trail.state,
      heads: trail.heads,
      snapshot,
      nextOpens,
      nowMs,
      context: contextOf(book, stored),
    });
    if (booked === undefined) return { trail, bookings };
    return { trail: moved(trail, booked), bookings: [...bookings, booked.bookings] };
  });
}

/** The run's clock when a replay sends: no time passes between a decision and its dispatch. */
export function replayDispatchMs(stored: StoredInput): number {
  return replayNowOf(stored.snapshot.closeMs);
}

/** Where the state that was decided on is not the one that its book had come to. */
export function arrivalDifference(stored: StoredInput, trail: Trail): FieldDifference | undefined {
  const { receipt, core } = stored.opened;
  if (isSameBytes(trail.hash, receipt.stateBefore)) return undefined;
  const reached = handedTo(core, trail).state;
  return (
    firstDifference("stateBefore", stored.input.account.value, reached) ?? firstDifference("stateBefore", receipt.stateBefore, trail.hash)
  );
}

/** A halt that was decided before the last close's orders were sent: both are sent after it. */
export function isPostponed(receipt: StoredReceipt, next: StoredReceipt | undefined): boolean {
  return next?.kind === "halt" && isSameBytes(next.stateBefore, receipt.stateAfter);
}
