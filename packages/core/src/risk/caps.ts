import { CURRENCY_SCALE } from "../money/asset.ts";
import { divideRounded, rescale } from "../numeric/fixed.ts";
import { smaller } from "./extremes.ts";
import type { Cap, RiskProfile } from "./profile.ts";

const WHOLE_BPS = 10_000n;

/** A part of an amount in basis points, rounded down: a limit is never wider than stated. */
export function partOf(amountUnits: bigint, bps: number): bigint {
  return divideRounded(amountUnits * BigInt(bps), WHOLE_BPS, "floor");
}

function lower<T extends number | bigint>(left: T | undefined, right: T | undefined): T | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return smaller(left, right);
}

/** Two caps on the same thing as one: of each statement the lower binds. */
export function tighterCap(left: Cap, right: Cap | undefined): Cap {
  if (right === undefined) return left;
  return { percentBps: lower(left.percentBps, right.percentBps), absoluteUnits: lower(left.absoluteUnits, right.absoluteUnits) };
}

/** Whether a cap limits anything at all. */
export function isCapStated(cap: Cap): boolean {
  return cap.percentBps !== undefined || cap.absoluteUnits !== undefined;
}

/**
 * What a cap allows of a portfolio value, the lower of its two, in units of the currency that the
 * value is in; undefined where it states neither.
 */
export function capUnits(cap: Cap, value: { readonly equityUnits: bigint; readonly scale: number }): bigint | undefined {
  const part = cap.percentBps === undefined ? undefined : partOf(value.equityUnits, cap.percentBps);
  const absolute = cap.absoluteUnits === undefined ? undefined : rescale(cap.absoluteUnits, CURRENCY_SCALE, value.scale, "floor");
  return lower(part, absolute);
}

/** An amount as a percent of portfolio value with two decimals, rounded up: 23.4 reads 23.4. */
export function percentText(amountUnits: bigint, equityUnits: bigint): string {
  if (equityUnits <= 0n) return "over 100";
  const hundredths = divideRounded(amountUnits * WHOLE_BPS, equityUnits, "ceil");
  const fraction = (hundredths % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  return fraction === "" ? `${hundredths / 100n}` : `${hundredths / 100n}.${fraction}`;
}

/** The cap of a pair: that of every pair and the pair's own, of which the lower binds. */
export function pairCapOf(profile: RiskProfile, symbol: string): Cap {
  return tighterCap(profile.pairCap, profile.instrumentCaps.find((named) => named.symbol === symbol)?.cap);
}

const UNCAPPED: Cap = { percentBps: undefined, absoluteUnits: undefined };

/** The cap of all that is held against one quote currency. */
export function quoteCapOf(profile: RiskProfile, asset: string): Cap {
  return profile.quoteCaps.find((named) => named.asset === asset)?.cap ?? UNCAPPED;
}
