import type { DecidedOrders } from "@ballast/core/decision/what-if";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { ClientBase, Pool } from "pg";
import { readRecordedSlots, type RecordedSlot } from "../what-if/recorded-slots.ts";

/** A slot of a close, and what was ordered up to it since the slot before: halts between two closes order, too. */
export type DecidedClose = {
  readonly slot: RecordedSlot;
  readonly ordered: DecidedOrders;
  /** Slots of halts since the close before. */
  readonly halts: readonly RecordedSlot[];
};

/** The decided closes of a book in [fromMs, toMs), in order. */
export async function decidedCloses(
  db: ClientBase | Pool,
  of: { readonly book: ReplayBook; readonly fromMs: number; readonly toMs: number },
): Promise<DecidedClose[]> {
  const closes: DecidedClose[] = [];
  let halts: RecordedSlot[] = [];
  for await (const slot of readRecordedSlots(db, of)) {
    if (slot.receipt.atMs >= of.toMs) break;
    if (slot.input.slot.kind === "halt") {
      halts.push(slot);
      continue;
    }
    const { intents, refusals, facts } = slot.findings;
    const between = halts.flatMap(({ findings }) => findings.intents);
    closes.push({ slot, ordered: { intents: [...between, ...intents], refusals, facts }, halts });
    halts = [];
  }
  return closes;
}
