import { roundToStep } from "../money/step.ts";
import type { OpenOrder } from "./order.ts";

/** A reduce-only order that an entry's fill asks for. */
export type Protection = {
  readonly kind: "stop-loss" | "take-profit";
  readonly reason: "PROTECTIVE_STOP" | "TAKE_PROFIT";
  readonly quantity: bigint;
  readonly triggerUnits: bigint;
};

/**
 * Protection of what an entry fill bought (EXE3), a part too: a stop below the fill and, where the
 * entry carries one, a take profit above it.
 *
 * Triggers go to the tick away from the price, because a stop that is rounded up could stand at the
 * market. A stop that would fall to zero or below stands at the smallest price there is.
 */
export function protectionsOfFill(of: {
  readonly entry: OpenOrder;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  readonly tickUnits: bigint;
}): readonly Protection[] {
  const { entry, quantity, priceUnits, tickUnits } = of;
  const protections: Protection[] = [];
  if (entry.stopOffsetUnits !== undefined) {
    const rounded = roundToStep({ units: priceUnits - entry.stopOffsetUnits, stepUnits: tickUnits, mode: "floor" });
    const smallest = tickUnits > 0n ? tickUnits : 1n;
    protections.push({ kind: "stop-loss", reason: "PROTECTIVE_STOP", quantity, triggerUnits: rounded > smallest ? rounded : smallest });
  }
  if (entry.takeProfitOffsetUnits !== undefined) {
    const triggerUnits = roundToStep({ units: priceUnits + entry.takeProfitOffsetUnits, stepUnits: tickUnits, mode: "ceil" });
    protections.push({ kind: "take-profit", reason: "TAKE_PROFIT", quantity, triggerUnits });
  }
  return protections;
}
