import type { PaperFill } from "../execution/fill-model.ts";
import type { Instrument } from "../market/instrument.ts";
import { deriveId } from "../numeric/hash.ts";
import { newOrder, type OpenOrder } from "../orders/order.ts";
import { protectionsOfFill, type Protection } from "../orders/protection.ts";
import { passGate, UNNOTED } from "../risk/gate.ts";
import type { BookContext } from "./booking.ts";
import { BookedGateInput } from "./gate-inputs.ts";
import type { BookJournal } from "./journal.ts";

type EntryFill = { readonly entry: OpenOrder; readonly fill: PaperFill; readonly instrument: Instrument; readonly atMs: number };

/**
 * The order of a protection. The stop reserves what it protects; a take profit beside it shares that
 * reservation, because only one of the two can ever fill.
 */
function protectionOrder(
  journal: BookJournal,
  context: BookContext,
  of: { readonly entryFill: EntryFill; readonly protection: Protection; readonly isFirst: boolean },
): OpenOrder {
  const { entry, fill, instrument, atMs } = of.entryFill;
  const { kind, reason, quantity, triggerUnits } = of.protection;
  const { accountKey, runKey, sha256, writer } = context;
  return newOrder({
    id: deriveId(sha256, { kind: `protection:${kind}`, accountKey, runKey, slotKey: entry.id, n: fill.n }, writer),
    intentSeq: journal.state.next.intent,
    parentOrderId: entry.id,
    symbol: entry.symbol,
    side: "sell",
    kind,
    purpose: "protection",
    reason,
    createdMs: atMs,
    quantity,
    quoteBudget: undefined,
    triggerUnits,
    stopOffsetUnits: undefined,
    takeProfitOffsetUnits: undefined,
    barVolumeUnits: undefined,
    heldAsset: instrument.base.code,
    heldUnits: of.isFirst ? quantity : 0n,
  });
}

/**
 * The protection of an entry fill as intents of their own, through the gate like any order (EXE3).
 * A refusal is booked and leaves the position without a stop: the next decision sells it.
 */
export function protectFill(journal: BookJournal, context: BookContext, of: EntryFill): void {
  const { entry, fill, instrument, atMs } = of;
  const protections = protectionsOfFill({ entry, quantity: fill.quantity, priceUnits: fill.priceUnits, tickUnits: instrument.tickUnits });
  for (const protection of protections) {
    const order = protectionOrder(journal, context, { entryFill: of, protection, isFirst: protection === protections[0] });
    const { refusal } = passGate(new BookedGateInput(context, journal.state, { order, instrument }), UNNOTED);
    if (refusal === undefined) journal.launch(order, { atMs, reason: protection.reason });
    else journal.refuse(atMs, refusal);
  }
}
