import type { Decision } from "@ballast/core/decision/decide-types";
import { slotEndOf } from "@ballast/core/decision/skip-slot";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { encodeSlotFacts } from "../decide-cycle/slot-facts.ts";
import { checkDecision, redecide } from "./check-decision.ts";
import { RemadeBookings } from "./compare-bookings.ts";
import { firstDifference, type FieldDifference } from "./first-difference.ts";
import { loadPage, type Page, type PageReceipt, type PageRequest } from "./load-page.ts";
import type { StoredInput } from "./read-input.ts";
import { subjectOf, type ReplayFindings } from "./replay-findings.ts";
import { bookKey } from "./replay-store.ts";
import {
  arrivalDifference,
  canRetrace,
  headsAt,
  isPostponed,
  openTrail,
  replayDispatchMs,
  sendDecided,
  settleTo,
  type Trail,
  type Walked,
} from "./retrace.ts";

/** Where each book stands behind the last of its receipts that was replayed; nothing where its way was lost. */
export type Trails = Map<string, { readonly receiptSeq: number; readonly trail: Trail | undefined }>;

type Replaying = { readonly page: Page; readonly findings: ReplayFindings; readonly bookings: RemadeBookings; readonly trails: Trails };

/** When a decision was sent on its run's clock; undefined where that lies behind the next slot, or is still to come. */
function sentMs(page: Page, of: Pick<PageReceipt, "book" | "next">, stored: StoredInput): number | undefined {
  const { book, next } = of;
  if (isPostponed(stored.opened.receipt, next) || (next === undefined && book.pendingDispatch)) return undefined;
  if (book.clock === "replay") return replayDispatchMs(stored);
  return Math.max(stored.input.nowMs, page.dispatchMs(stored) ?? 0);
}

function leavingTrail(stored: StoredInput, heads: Trail["heads"]): Trail | undefined {
  const { core, receipt } = stored.opened;
  if (heads.ledgerSeq !== stored.after.next.transaction - 1) return undefined;
  return { core, state: stored.after, hash: receipt.stateAfter, heads };
}

/** The trail behind the receipt before this one: walked just now, or begun anew from what is stored of that one. */
function trailBefore(replaying: Replaying, receipt: PageReceipt, stored: StoredInput): Walked | undefined {
  const { page, trails } = replaying;
  const { book, previous } = receipt;
  if (previous === undefined) return stored.opened.receipt.receiptSeq === 1 ? openTrail(book, stored) : undefined;
  const walked = trails.get(bookKey(book));
  if (walked?.receiptSeq === previous.receiptSeq)
    return walked.trail === undefined ? undefined : { trail: walked.trail, bookings: [], fault: undefined };
  const before = page.inputBefore(previous);
  if (before === undefined || !canRetrace(before.opened.core)) return undefined;
  const ledgerSeq = before.after.next.transaction - 1;
  const hash = page.ledgerHash(previous, ledgerSeq);
  const begun = hash === undefined ? undefined : leavingTrail(before, headsAt(ledgerSeq, hash));
  if (begun === undefined) return undefined;
  const sent = sendDecided(book, before, {
    decision: undefined,
    trail: begun,
    nowMs: sentMs(page, { book, next: stored.opened.receipt }, before),
  });
  // What was booked there is the slot before this one's.
  return sent.fault === undefined ? { ...sent, bookings: [] } : sent;
}

/** Walks a book from its last receipt to the state that this one decided on. */
function arrive(replaying: Replaying, receipt: PageReceipt): Walked | undefined {
  const { stored } = receipt.read;
  if (stored === undefined || !canRetrace(stored.opened.core)) return undefined;
  const before = trailBefore(replaying, receipt, stored);
  if (before?.trail === undefined) return before;
  const from = receipt.previous === undefined ? undefined : replaying.page.inputBefore(receipt.previous);
  const closes = from === undefined ? [] : replaying.page.closes(from.snapshot, stored);
  const settled = settleTo(receipt.book, before.trail, { closes, stored });
  return settled.fault === undefined ? { ...settled, bookings: [...before.bookings, ...settled.bookings] } : settled;
}

/** A decided slot has its facts in its receipt; its own row has those of slots alone that left none. */
const NO_FACTS = encodeSlotFacts([]);

/** The slot's own row says what its receipt says. */
function slotDifference({ slot, opened: { receipt }, read }: PageReceipt): FieldDifference | undefined {
  if (slot === undefined)
    return { field: "slot", stored: "nothing", replayed: `a slot row of ${receipt.kind} ${receipt.atMs}/${receipt.seq}` };
  const nowMs = read.stored?.input.nowMs ?? receipt.atMs;
  const { outcome, untilMs, reason, facts } = slot;
  const end = slotEndOf(receipt, { atMs: receipt.atMs, nowMs });
  return firstDifference("slot", { outcome, untilMs, reason, facts }, { ...end, untilMs: receipt.atMs, facts: NO_FACTS });
}

/** Books and sends a decision, and remembers where that leaves its book. */
function leave(
  replaying: Replaying,
  receipt: PageReceipt,
  of: { readonly arrived: Trail | undefined; readonly decision: Decision | undefined },
): void {
  const { page, findings, bookings, trails } = replaying;
  const { book, opened, read } = receipt;
  const { receiptSeq } = opened.receipt;
  const trail = read.stored === undefined || of.arrived === undefined ? undefined : leavingTrail(read.stored, of.arrived.heads);
  if (read.stored === undefined || trail === undefined) {
    trails.set(bookKey(book), { receiptSeq, trail: undefined });
    return;
  }
  const sent = sendDecided(book, read.stored, { decision: of.decision, trail, nowMs: sentMs(page, receipt, read.stored) });
  const subject = subjectOf(book, opened.receipt);
  if (sent.fault !== undefined) findings.differ(subject, sent.fault);
  bookings.add(subject, sent.bookings);
  trails.set(bookKey(book), { receiptSeq, trail: sent.trail });
}

function replayReceipt(replaying: Replaying, receipt: PageReceipt): void {
  const { findings, bookings } = replaying;
  const { book, opened, read, previous } = receipt;
  const subject = subjectOf(book, opened.receipt);
  const arrived = arrive(replaying, receipt);
  const redecided = redecide(read);
  const around = { previous, reached: arrived?.trail?.hash };
  const arrival =
    read.stored === undefined || arrived?.trail === undefined ? arrived?.fault : arrivalDifference(read.stored, arrived.trail);
  const difference = checkDecision({ book, opened, read, redecided, around }) ?? arrival ?? slotDifference(receipt);
  findings.passReceipt({ isDecidedOnly: arrived === undefined });
  if (difference !== undefined) findings.differ(subject, difference);
  if (arrived !== undefined) bookings.add(subject, arrived.bookings);
  leave(replaying, receipt, { arrived: arrived?.trail, decision: "decision" in redecided ? redecided.decision : undefined });
}

/**
 * Replays a page of receipts, in the order of their chains: each is reached from the one before it, decided
 * again by the core that decided it, and booked again; then whatever was booked is compared with what is stored.
 */
export async function replayPage(
  request: PageRequest & { readonly findings: ReplayFindings; readonly trails: Trails },
  receipts: readonly StoredReceipt[],
): Promise<void> {
  const page = await loadPage(request, receipts);
  const bookings = new RemadeBookings();
  const replaying = { page, bookings, findings: request.findings, trails: request.trails };
  for (const receipt of page.receipts) replayReceipt(replaying, receipt);
  await bookings.compare(request.db, request.findings);
}
