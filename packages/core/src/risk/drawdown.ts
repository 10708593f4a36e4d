import type { RiskProfile } from "./profile.ts";

const WHOLE_BPS = 10_000;

/** How far down the ladder an account stands: 0 nowhere, 1 smaller entries, 2 half the exposure, 3 halted. */
export type Rung = 0 | 1 | 2 | 3;

/** Whether an amount has lost at least a part of what it was, in exact integers. What lost nothing has not fallen by 0 either. */
export function isFallenBy(of: { readonly fromUnits: bigint; readonly toUnits: bigint; readonly bps: number }): boolean {
  if (of.toUnits >= of.fromUnits) return false;
  return of.toUnits * BigInt(WHOLE_BPS) <= of.fromUnits * BigInt(WHOLE_BPS - of.bps);
}

/** The rung on which this equity stands below the high-water mark. */
export function rungAt(profile: RiskProfile, of: { readonly highWaterUnits: bigint; readonly equityUnits: bigint }): Rung {
  const { rungs, drawdownBpsMax } = profile;
  const isDown = (bps: number): boolean => isFallenBy({ fromUnits: of.highWaterUnits, toUnits: of.equityUnits, bps });
  if (isDown(drawdownBpsMax)) return 3;
  if (isDown(rungs.exposureAtBps)) return 2;
  return isDown(rungs.riskAtBps) ? 1 : 0;
}

/** What is left of the risk fraction on a rung, in basis points of it. */
export function riskFactorBps(profile: RiskProfile, rung: Rung): number {
  return rung >= 1 ? profile.rungs.riskFactorBps : WHOLE_BPS;
}

/** What is left of the exposure cap on a rung, in basis points of it. */
export function exposureFactorBps(profile: RiskProfile, rung: Rung): number {
  return rung >= 2 ? profile.rungs.exposureFactorBps : WHOLE_BPS;
}
