import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { OrderKind, OrderPurpose, OrderSide } from "../risk/order-terms.ts";
import { ORDER_STATES } from "./life-cycle.ts";
import type { OpenOrder } from "./order.ts";

/** Codes of the named choices in the canonical form: the index. Append only. */
const SIDES: readonly OrderSide[] = ["buy", "sell"];
const KINDS: readonly OrderKind[] = ["market", "stop-loss", "take-profit"];
const PURPOSES: readonly OrderPurpose[] = ["entry", "exit", "reduction", "protection"];

function choiceAt<T>(choices: readonly T[], code: number): T {
  const choice = choices[code];
  if (choice === undefined) throw new RangeError(`not a choice of an order: ${code} of ${choices.length}`);
  return choice;
}

/** An order in canonical form, inside an account state or a receipt. */
export function writeOrder(writer: CanonicalWriter, order: OpenOrder): void {
  const units = (value: bigint) => writer.units(value);
  writer
    .text(order.id)
    .i64(order.intentSeq)
    .option(order.parentOrderId, (value) => writer.text(value));
  writer.text(order.symbol).u8(SIDES.indexOf(order.side)).u8(KINDS.indexOf(order.kind)).u8(PURPOSES.indexOf(order.purpose));
  writer.text(order.reason).u8(ORDER_STATES.indexOf(order.state)).i64(order.createdMs);
  writer.units(order.quantity).option(order.quoteBudget, units).units(order.filledQuantity);
  writer
    .option(order.triggerUnits, units)
    .option(order.stopOffsetUnits, units)
    .option(order.takeProfitOffsetUnits, units)
    .option(order.barVolumeUnits, units);
  writer.text(order.heldAsset).units(order.heldUnits).bool(order.isCancelRequested).u32(order.fillCount).u32(order.eventCount);
}

/** The order of `writeOrder`'s bytes. */
export function readOrder(reader: CanonicalReader): OpenOrder {
  const units = () => reader.units();
  return {
    id: reader.text(),
    intentSeq: reader.i64(),
    parentOrderId: reader.option(() => reader.text()),
    symbol: reader.text(),
    side: choiceAt(SIDES, reader.u8()),
    kind: choiceAt(KINDS, reader.u8()),
    purpose: choiceAt(PURPOSES, reader.u8()),
    reason: reader.text(),
    state: choiceAt(ORDER_STATES, reader.u8()),
    createdMs: reader.i64(),
    quantity: reader.units(),
    quoteBudget: reader.option(units),
    filledQuantity: reader.units(),
    triggerUnits: reader.option(units),
    stopOffsetUnits: reader.option(units),
    takeProfitOffsetUnits: reader.option(units),
    barVolumeUnits: reader.option(units),
    heldAsset: reader.text(),
    heldUnits: reader.units(),
    isCancelRequested: reader.bool(),
    fillCount: reader.u32(),
    eventCount: reader.u32(),
  };
}
