import { divideRounded, type RoundingMode } from "../numeric/fixed.ts";

/** Units on a step grid (lot or tick), rounded as named. A step of 0 is no grid: the units as they are. */
export function roundToStep(of: { readonly units: bigint; readonly stepUnits: bigint; readonly mode: RoundingMode }): bigint {
  if (of.stepUnits < 0n) throw new RangeError(`step is unsigned: ${of.stepUnits}`);
  if (of.stepUnits === 0n) return of.units;
  return divideRounded(of.units, of.stepUnits, of.mode) * of.stepUnits;
}

export function isOnStep(units: bigint, stepUnits: bigint): boolean {
  return stepUnits === 0n || units % stepUnits === 0n;
}
