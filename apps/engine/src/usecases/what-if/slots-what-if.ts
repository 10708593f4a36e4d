import { compareDecisions, countEffects, type OrderComparison, type WhatIfCounts } from "@ballast/core/decision/what-if";
import { OrderRepeats } from "@ballast/core/decision/order-repeats";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { profileDiff, type ProfileChange } from "@ballast/core/risk/profile-diff";
import { countSkippedUnrecorded } from "@ballast/db/repositories/book-receipts";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import { sha256 } from "../../ports/sha256.ts";
import { isSameBytes } from "../replay/first-difference.ts";
import { readRecordedSlots } from "./recorded-slots.ts";
import { stretchOf, underProfile, type WhatIfPorts, type WhatIfRequest } from "./what-if-request.ts";

/** Recorded slots decided again one by one: what the other profile says to what was, not what it would have done. */
export type SlotsWhatIf = {
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
  /** Orders that either side made, in slot order, one that slot after slot repeats once. */
  readonly orders: readonly OrderComparison[];
  readonly counts: WhatIfCounts;
  /** Repetitions that were left out. */
  readonly repeats: number;
  /** Slots after which the other profile would have halted; the next ones are decided as if it had not. */
  readonly haltingSlots: number;
};

/** What deciding slot by slot holds as it was recorded, in words for whoever reads the answer. */
export const HELD_FIXED: readonly string[] = ["balances, positions and open orders", "kill switches", "drawdown and daily loss"];

/**
 * Decides the slots of the last days again under another profile, each on the state and under the kill
 * switches that were recorded: slot by slot, not along the path that the other profile would have taken.
 * Its kill triggers and what follows from its own halts act along that path alone. Nothing is written.
 */
export async function slotsWhatIf(ports: WhatIfPorts, request: WhatIfRequest): Promise<SlotsWhatIf> {
  const { db, decide, coreHash } = ports;
  const { book, fromMs, toMs } = await stretchOf(db, request);
  const profile = { value: request.profile, hash: sha256(encodeRiskProfile(request.profile)) };
  const repeats = new OrderRepeats();
  const orders: OrderComparison[] = [];
  let [slots, otherReleaseSlots, haltingSlots, made] = [0, 0, 0, 0];
  let changes: readonly ProfileChange[] = [];
  for await (const slot of readRecordedSlots(db, { book, fromMs })) {
    const isOtherRelease = !isSameBytes(slot.receipt.coreHash, coreHash);
    const was = isOtherRelease ? decide(slot.input).output : slot.findings;
    const would = decide({ ...slot.input, ...underProfile(slot.input, profile) }).output;
    const compared = compareDecisions(slot.receipt.atMs, was, would);
    const { positions } = slot.input.account.value;
    orders.push(...repeats.withoutRepeats(compared, { positions, isSkipped: would.outcome === "SKIPPED" }));
    made += compared.length;
    slots += 1;
    if (isOtherRelease) otherReleaseSlots += 1;
    if (would.halts.length > 0) haltingSlots += 1;
    changes = profileDiff(slot.input.profile.value, request.profile);
  }
  const skippedSlots = await countSkippedUnrecorded(db, { ...book, fromMs });
  const found = { book, fromMs, toMs, changes, slots, skippedSlots, otherReleaseSlots, haltingSlots };
  return { ...found, orders, counts: countEffects(orders), repeats: made - orders.length };
}
