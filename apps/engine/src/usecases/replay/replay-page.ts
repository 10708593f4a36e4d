import type { Decision } from "@ballast/core/decision/decide-types";
import { slotEndOf } from "@ballast/core/decision/skip-slot";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { encodeSlotFacts } from "../decide-cycle/slot-facts.ts";
import { checkDecision, redecide } from "./check-decision.ts";
import { RemadeBookings } from "./compare-bookings.ts";
import { firstDifference, type FieldDifference } from "./first-difference.ts";
import { aroundOf, loadPage, type Page, type PageReceipt, type PageRequest } from "./load-page.ts";
import { mendBefore } from "./mend-states.ts";
import type { StatelessInput, StoredInput } from "./read-input.ts";
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
  type Opening,
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

/** What a book was opened with: its first state says it, and its ledger. */
function openingOf({ page }: Replaying, { opened: { receipt }, read }: PageReceipt): Opening | undefined {
  if (read.stored === undefined) return page.opening(receipt);
  const { baseCurrency, balances } = read.stored.input.account.value;
  const [opening] = balances;
  return opening && { baseCurrency, startingUnits: opening.total };
}

/** The trail behind the receipt before this one: walked just now, or begun anew from what is stored of that one. */
function trailBefore(replaying: Replaying, receipt: PageReceipt, around: StatelessInput): Walked | undefined {
  const { page, trails } = replaying;
  const { book, previous } = receipt;
  if (previous === undefined) {
    const opening = around.opened.receipt.receiptSeq === 1 ? openingOf(replaying, receipt) : undefined;
    return opening && openTrail(book, around, opening);
  }
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
    nowMs: sentMs(page, { book, next: around.opened.receipt }, before),
  });
  // What was booked there is the slot before this one's.
  return sent.fault === undefined ? { ...sent, bookings: [] } : sent;
}

/** Walks a book from its last receipt to the state that this one decided on. */
function arrive(replaying: Replaying, receipt: PageReceipt): Walked | undefined {
  const around = aroundOf(receipt.read);
  if (around === undefined || !canRetrace(around.opened.core)) return undefined;
  const before = trailBefore(replaying, receipt, around);
  if (before?.trail === undefined) return before;
  const closes = receipt.previous === undefined ? [] : replaying.page.closes(receipt.previous, around);
  const settled = settleTo(receipt.book, before.trail, { closes, around });
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

function replayReceipt(replaying: Replaying, found: PageReceipt): void {
  const { findings, bookings } = replaying;
  const { book, opened, previous } = found;
  const subject = subjectOf(book, opened.receipt);
  const arrived = arrive(replaying, found);
  const read = mendBefore(found.read, arrived?.trail);
  const receipt = { ...found, read };
  const redecided = redecide(read);
  const around = { previous, reached: arrived?.trail?.hash };
  const arrival =
    read.stored === undefined || arrived?.trail === undefined ? arrived?.fault : arrivalDifference(read.stored, arrived.trail);
  const difference = checkDecision({ book, opened, read, redecided, around }) ?? read.fault ?? arrival ?? slotDifference(receipt);
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
