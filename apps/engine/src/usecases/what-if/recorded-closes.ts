import { needsDispatch } from "@ballast/core/decision/dispatch";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { ClientBase, Pool } from "pg";
import { readRecordedSlots, type RecordedSlot } from "./recorded-slots.ts";

/** What was decided on one close: at the close itself, and by halts that came before the next one. */
export type RecordedClose = {
  /** Undefined: the stretch begins between two closes. */
  readonly slot: RecordedSlot | undefined;
  readonly halts: readonly RecordedSlot[];
};

/** The recorded slots of a stretch, in the order of their chain and by the close that they were decided on. */
export type RecordedCloses = { readonly slots: readonly RecordedSlot[]; readonly byClose: ReadonlyMap<number, RecordedClose> };

export async function readRecordedCloses(
  db: ClientBase | Pool,
  of: { readonly book: ReplayBook; readonly fromMs: number },
): Promise<RecordedCloses> {
  const slots: RecordedSlot[] = [];
  const byClose = new Map<number, RecordedClose>();
  for await (const slot of readRecordedSlots(db, of)) {
    const { closeMs } = slot.close;
    const { slot: decided, halts = [] } = byClose.get(closeMs) ?? {};
    const isHalt = slot.input.slot.kind === "halt";
    byClose.set(closeMs, isHalt ? { slot: decided, halts: [...halts, slot] } : { slot, halts });
    slots.push(slot);
  }
  return { slots, byClose };
}

/** Whether a halt was decided before what stood there was sent: then that goes out behind the halt. */
export function findsUnsent(halt: RecordedSlot | undefined): boolean {
  return halt !== undefined && needsDispatch(halt.input.account.value);
}
