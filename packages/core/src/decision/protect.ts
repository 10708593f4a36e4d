import type { PaperFill } from "../execution/fill-model.ts";
import type { Instrument } from "../market/instrument.ts";
import { deriveId } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import { protectionsOfFill, type Protection } from "../orders/protection.ts";
import { passGate } from "../risk/gate.ts";
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
  of: EntryFill & { readonly protection: Protection; readonly index: number },
): OpenOrder {
  const { entry, fill, instrument, atMs, protection, index } = of;
  const { accountKey, runKey, sha256, writer } = context;
  return {
    id: deriveId(sha256, { kind: `protection:${protection.kind}`, accountKey, runKey, slotKey: entry.id, n: fill.n }, writer),
    intentSeq: journal.state.next.intent,
    parentOrderId: entry.id,
    symbol: entry.symbol,
    side: "sell",
    kind: protection.kind,
    purpose: "protection",
    reason: protection.reason,
    state: "intended",
    createdMs: atMs,
    quantity: protection.quantity,
    quoteBudget: undefined,
    filledQuantity: 0n,
    triggerUnits: protection.triggerUnits,
    stopOffsetUnits: undefined,
    takeProfitOffsetUnits: undefined,
    barVolumeUnits: undefined,
    heldAsset: instrument.base.code,
    heldUnits: index === 0 ? protection.quantity : 0n,
    isCancelRequested: false,
    fillCount: 0,
    eventCount: 1,
  };
}

/**
 * The protection of an entry fill as intents of their own, through the gate like any order (EXE3).
 * A refusal is booked and leaves the position without a stop: the next decision sells it.
 */
export function protectFill(journal: BookJournal, context: BookContext, of: EntryFill): void {
  const { entry, fill, instrument, atMs } = of;
  const protections = protectionsOfFill({ entry, quantity: fill.quantity, priceUnits: fill.priceUnits, tickUnits: instrument.tickUnits });
  protections.forEach((protection, index) => {
    const order = protectionOrder(journal, context, { ...of, protection, index });
    const { refusal } = passGate(new BookedGateInput(context, journal.state, { order, instrument }));
    if (refusal !== undefined) {
      journal.refuse(atMs, refusal);
      return;
    }
    journal.launch(order, { atMs, reason: protection.reason });
  });
}
