/** Checks of the order itself: its side, its grid, its size, its protection. */
import { isOnStep } from "../../money/step.ts";
import { CURRENCY_SCALE } from "../../money/asset.ts";
import { formatUnits, rescale } from "../../numeric/fixed.ts";
import { larger } from "../extremes.ts";
import type { GateInput } from "../gate-input.ts";
import { ENTRIES, EVERY_ORDER, notApplicable, PASS, refused, type Check, type Verdict } from "./check.ts";

function examineSide({ order, account }: GateInput): Verdict {
  if (order.quantity <= 0n) return refused("QUANTITY_NOT_POSITIVE", [["quantityUnits", order.quantity.toString()]]);
  const side = order.purpose === "entry" ? "buy" : "sell";
  if (order.side !== side) return refused(order.purpose === "entry" ? "SHORT_ENTRY" : "REDUCE_ONLY_BUYS", [["side", order.side]]);
  if (order.side === "buy" || order.quantity <= account.positionQuantity) return PASS;
  return refused("SHORT_SALE", [
    ["quantityUnits", order.quantity.toString()],
    ["heldUnits", account.positionQuantity.toString()],
  ]);
}

/** Long-only spot: an entry buys, everything else sells no more than is held (RSK2). */
export const sideCheck: Check = { name: "side", appliesTo: EVERY_ORDER, examine: examineSide };

const NO_LOTS = notApplicable("lot", "quantities are not stepped");
const NO_PRICE = notApplicable("tick", "a market order states no price");

function examineLot({ instrument, order }: GateInput): Verdict {
  if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
  if (instrument.lotUnits === 0n) return NO_LOTS;
  if (isOnStep(order.quantity, instrument.lotUnits)) return PASS;
  return refused("QUANTITY_OFF_LOT", [
    ["quantityUnits", order.quantity.toString()],
    ["lotUnits", instrument.lotUnits.toString()],
  ]);
}

export const lotCheck: Check = { name: "lot", appliesTo: EVERY_ORDER, examine: examineLot };

function examineTick({ instrument, order }: GateInput): Verdict {
  if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
  const trigger = order.triggerUnits;
  if (order.kind === "market") return NO_PRICE;
  if (trigger === undefined || trigger <= 0n) return refused("TRIGGER_MISSING", [["kind", order.kind]]);
  if (isOnStep(trigger, instrument.tickUnits)) return PASS;
  return refused("PRICE_OFF_TICK", [
    ["triggerUnits", trigger.toString()],
    ["tickUnits", instrument.tickUnits.toString()],
  ]);
}

export const tickCheck: Check = { name: "tick", appliesTo: EVERY_ORDER, examine: examineTick };

function examineMinimum({ instrument, order, profile }: GateInput): Verdict {
  if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
  if (order.quantity < instrument.quantityMinUnits) {
    return refused("QUANTITY_BELOW_MINIMUM", [
      ["quantity", formatUnits(order.quantity, instrument.base.scale)],
      ["minimum", formatUnits(instrument.quantityMinUnits, instrument.base.scale)],
      ["asset", instrument.base.code],
    ]);
  }
  // An exit sells what there is: only the venue's least quantity holds for it.
  if (order.purpose !== "entry") return PASS;
  if (order.notionalUnits === undefined) return refused("PRICE_MISSING", [["symbol", order.symbol]]);
  const profileMin = rescale(profile.minTradeUnits, CURRENCY_SCALE, instrument.quote.scale, "ceil");
  const minimum = larger(profileMin, instrument.notionalMinUnits);
  if (order.notionalUnits >= minimum) return PASS;
  return refused("NOTIONAL_BELOW_MINIMUM", [
    ["notional", formatUnits(order.notionalUnits, instrument.quote.scale)],
    ["minimum", formatUnits(minimum, instrument.quote.scale)],
    ["asset", instrument.quote.code],
  ]);
}

export const minimumCheck: Check = { name: "minimum", appliesTo: EVERY_ORDER, examine: examineMinimum };

function examineStop({ order, profile }: GateInput): Verdict {
  const offset = order.stopOffsetUnits;
  // The reference strategy trades bars without any range: its stop then stands at the entry itself.
  const least = profile.kind === "reference" ? 0n : 1n;
  return offset !== undefined && offset >= least ? PASS : refused("STOP_MISSING");
}

/** Every entry carries the offset of its protective stop (EXE3). */
export const stopPresentCheck: Check = { name: "stop_present", appliesTo: ENTRIES, examine: examineStop };
