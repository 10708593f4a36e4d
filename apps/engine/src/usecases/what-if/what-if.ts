import type { Decide } from "@ballast/core/decision/decide-types";
import { compareDecisions, countEffects, type OrderComparison, type WhatIfCounts } from "@ballast/core/decision/what-if";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { profileDiff, type ProfileChange } from "@ballast/core/risk/profile-diff";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { countSkippedUnrecorded, readNewestReceipt } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { readReplayBooks, type ReplayBook } from "@ballast/db/repositories/replay-books";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import { isSameBytes } from "../replay/first-difference.ts";
import { readRecordedSlots } from "./recorded-slots.ts";

export type WhatIfRequest = {
  readonly book: BookId;
  readonly profile: RiskProfile;
  /** Days of the book's own clock, back from its newest decision. */
  readonly days: number;
};

export type WhatIf = {
  readonly book: ReplayBook;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the other profile changes of the one that decided last. */
  readonly changes: readonly ProfileChange[];
  readonly slots: number;
  /** Slots that the window skipped without a recorded state, as an older release did: of these nothing is known slot by slot. */
  readonly skippedSlots: number;
  /** Slots that another release decided: both sides are decided by this one, so that the profile alone differs. */
  readonly otherReleaseSlots: number;
  /** Orders that either side made, in slot order. */
  readonly orders: readonly OrderComparison[];
  readonly counts: WhatIfCounts;
};

type WhatIfPorts = { readonly db: ClientBase | Pool; readonly decide: Decide; readonly coreHash: Uint8Array };

/** The book and the stretch of time that are asked about; a book that has decided nothing is refused. */
export async function stretchOf(
  db: ClientBase | Pool,
  { book: id, days }: Pick<WhatIfRequest, "book" | "days">,
): Promise<{ readonly book: ReplayBook; readonly fromMs: number; readonly toMs: number }> {
  const [book] = await readReplayBooks(db, [id]);
  const newest = await readNewestReceipt(db, id);
  if (book === undefined || newest === undefined)
    throw new AppError("NOTHING_DECIDED", "this account has decided nothing yet, so there is nothing to decide again", { retry: "never" });
  return { book, fromMs: newest.atMs - days * DAY_MS + 1, toMs: newest.atMs };
}

/**
 * Decides the slots of the last days again under another profile, each on the state that was recorded
 * before it: slot by slot, not along the path that the other profile would have taken. Nothing is written.
 */
export async function whatIf(ports: WhatIfPorts, request: WhatIfRequest): Promise<WhatIf> {
  const { db, decide, coreHash } = ports;
  const { book, fromMs, toMs } = await stretchOf(db, request);
  const profile = { value: request.profile, hash: sha256(encodeRiskProfile(request.profile)) };
  const orders: OrderComparison[] = [];
  let slots = 0;
  let otherReleaseSlots = 0;
  let changes: readonly ProfileChange[] = [];
  for await (const slot of readRecordedSlots(db, { book, fromMs })) {
    const isOtherRelease = !isSameBytes(slot.receipt.coreHash, coreHash);
    const was = isOtherRelease ? decide(slot.input).output : slot.findings;
    orders.push(...compareDecisions(slot.receipt.atMs, was, decide({ ...slot.input, profile }).output));
    slots += 1;
    if (isOtherRelease) otherReleaseSlots += 1;
    changes = profileDiff(slot.input.profile.value, request.profile);
  }
  const skippedSlots = await countSkippedUnrecorded(db, { ...book, fromMs });
  return { book, fromMs, toMs, changes, slots, skippedSlots, otherReleaseSlots, orders, counts: countEffects(orders) };
}
