import type { GateAccount, OtherPosition } from "./gate-input.ts";

/** What positions are worth together; undefined where the worth of one is not known. */
export function exposureOf(positions: readonly OtherPosition[]): bigint | undefined {
  let sum = 0n;
  for (const { exposureUnits } of positions) {
    if (exposureUnits === undefined) return undefined;
    sum += exposureUnits;
  }
  return sum;
}

/** What is held of a cluster, the candidate's own pair included; undefined where a part of it is not known. */
export function clusterExposure(account: GateAccount, members: readonly string[]): bigint | undefined {
  const { others, pairExposureUnits } = account;
  if (others === undefined || pairExposureUnits === undefined) return undefined;
  const held = exposureOf(others.filter(({ symbol }) => members.includes(symbol)));
  return held === undefined ? undefined : held + pairExposureUnits;
}
