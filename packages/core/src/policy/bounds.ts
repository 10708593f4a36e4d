/**
 * Policy bounds (RSK1): what no risk profile can exceed, whoever writes it. They are code and not
 * configuration, so widening one is a reviewed release.
 */
export const POLICY_BOUNDS = {
  /** Drawdown from the high-water mark at which every account halts. */
  drawdownBpsMax: 2000,
  /** No borrowing: positions are paid in full. */
  leverageMax: 1,
  riskFractionBpsMax: 200,
  positionsMax: 30,
  exposureBpsMax: 6000,
  clusterBpsMax: 2500,
} as const;

/** The limits of a profile that policy bounds. */
export type BoundedLimits = {
  readonly drawdownBpsMax: number;
  readonly leverageMax: number;
  readonly riskFractionBps: number;
  readonly positionsMax: number;
  readonly exposureBpsMax: number;
  readonly clusterBpsMax: number;
};

/** A limit past its bound, with both figures. */
export type BoundBreach = { readonly limit: keyof BoundedLimits; readonly value: number; readonly max: number };

const BOUND_OF: Readonly<Record<keyof BoundedLimits, number>> = {
  drawdownBpsMax: POLICY_BOUNDS.drawdownBpsMax,
  leverageMax: POLICY_BOUNDS.leverageMax,
  riskFractionBps: POLICY_BOUNDS.riskFractionBpsMax,
  positionsMax: POLICY_BOUNDS.positionsMax,
  exposureBpsMax: POLICY_BOUNDS.exposureBpsMax,
  clusterBpsMax: POLICY_BOUNDS.clusterBpsMax,
};

const LIMITS: readonly (keyof BoundedLimits)[] = [
  "drawdownBpsMax",
  "leverageMax",
  "riskFractionBps",
  "positionsMax",
  "exposureBpsMax",
  "clusterBpsMax",
];

/** Every limit that exceeds its bound or is no number from 0 up; empty where the profile is within policy. */
export function boundBreaches(limits: BoundedLimits): readonly BoundBreach[] {
  return LIMITS.flatMap((limit) => {
    const value = limits[limit];
    const max = BOUND_OF[limit];
    return value >= 0 && value <= max ? [] : [{ limit, value, max }];
  });
}
