/** Checks of what moves together: clusters, correlated pairs, the largest positions, and all of it against what there is. */
import { CURRENCY_SCALE } from "../../money/asset.ts";
import { formatUnits } from "../../numeric/fixed.ts";
import { POLICY_BOUNDS } from "../../policy/bounds.ts";
import { isCapStated, partOf, percentText } from "../caps.ts";
import { clusterExposure, exposureOf } from "../cluster-exposure.ts";
import { clusterOf } from "../clusters.ts";
import { UNDECLARED } from "../declared.ts";
import type { GateInput } from "../gate-input.ts";
import { ENTRIES, notApplicable, PASS, refused, undeclared, type Check, type Verdict } from "./check.ts";
import { examineCap, inBase } from "./exposure.ts";

const NO_CLUSTER_CAP = notApplicable("cluster", "the profile states no cap");
const NO_CLUSTERS = notApplicable("cluster", "the snapshot carries no correlations");
const NO_CORRELATIONS = notApplicable("correlation", "the snapshot carries no correlations");
const IN_CLUSTERS = notApplicable("correlation", "the profile counts correlated positions as one cluster");
const NO_TOP_THREE = notApplicable("top_three", "the profile limits no three largest");

function unknownWith(symbol: string): Verdict {
  return refused("CORRELATION_UNKNOWN", [["with", symbol]]);
}

function examineCluster(input: GateInput): Verdict {
  const { profile, account, order, market } = input;
  if (!isCapStated(profile.clusterCap)) return NO_CLUSTER_CAP;
  if (market.correlationBps === UNDECLARED) return undeclared(input, NO_CLUSTERS, "correlations");
  if (account.others === undefined) return refused("POSITIONS_UNKNOWN");
  const held = account.others.map(({ symbol }) => symbol);
  const correlationBps = market.correlationBps ?? (() => undefined);
  const cluster = clusterOf({ candidate: order.symbol, held, correlationBpsMax: profile.correlationBpsMax, correlationBps });
  if (cluster.unknown !== undefined) return unknownWith(cluster.unknown);
  const heldUnits = clusterExposure(account, cluster.members);
  return examineCap(profile.clusterCap, inBase(input, { heldUnits, code: "CLUSTER_CAP_EXCEEDED", uncapped: NO_CLUSTER_CAP }));
}

/** Positions that hang together by their correlations are one bet (RSK1). */
export const clusterCheck: Check = { name: "cluster", appliesTo: ENTRIES, examine: examineCluster };

function examineCorrelation(input: GateInput): Verdict {
  const { profile, account, order, market } = input;
  if (profile.onCorrelation === "cluster") return IN_CLUSTERS;
  if (market.correlationBps === UNDECLARED) return undeclared(input, NO_CORRELATIONS, "correlations");
  if (account.others === undefined) return refused("POSITIONS_UNKNOWN");
  for (const { symbol } of account.others) {
    const correlationBps = market.correlationBps?.(order.symbol, symbol);
    if (correlationBps === undefined) return unknownWith(symbol);
    if (correlationBps <= profile.correlationBpsMax) continue;
    return refused("CORRELATED", [
      ["with", symbol],
      ["correlationBps", String(correlationBps)],
      ["limitBps", String(profile.correlationBpsMax)],
    ]);
  }
  return PASS;
}

export const correlationCheck: Check = { name: "correlation", appliesTo: ENTRIES, examine: examineCorrelation };

function examineTopThree({ profile, account, order }: GateInput): Verdict {
  if (profile.topThreeBpsMax === undefined) return NO_TOP_THREE;
  const { equityUnits, pairExposureUnits, others } = account;
  if (others === undefined) return refused("POSITIONS_UNKNOWN");
  if (equityUnits === undefined || pairExposureUnits === undefined || order.notionalBaseUnits === undefined) return refused("RATE_MISSING");
  if (exposureOf(others) === undefined) return refused("RATE_MISSING");
  const sizes = [pairExposureUnits + order.notionalBaseUnits, ...others.map(({ exposureUnits }) => exposureUnits ?? 0n)];
  sizes.sort((left, right) => Number(right - left));
  const wouldBe = sizes.slice(0, 3).reduce((sum, units) => sum + units, 0n);
  const limit = partOf(equityUnits, profile.topThreeBpsMax);
  if (wouldBe <= limit) return PASS;
  return refused("TOP_THREE_EXCEEDED", [
    ["wouldBePercent", percentText(wouldBe, equityUnits)],
    ["limitPercent", percentText(limit, equityUnits)],
  ]);
}

/** The three largest positions, this entry counted, as a part of portfolio value. */
export const topThreeCheck: Check = { name: "top_three", appliesTo: ENTRIES, examine: examineTopThree };

function examineLeverage({ profile, account, order }: GateInput): Verdict {
  const { equityUnits, totalExposureUnits } = account;
  if (equityUnits === undefined || totalExposureUnits === undefined || order.notionalBaseUnits === undefined)
    return refused("RATE_MISSING");
  const leverage = Math.min(profile.leverageMax, POLICY_BOUNDS.leverageMax);
  const wouldBe = totalExposureUnits + order.notionalBaseUnits;
  const limit = equityUnits * BigInt(leverage);
  if (wouldBe <= limit) return PASS;
  return refused("LEVERAGE_EXCEEDED", [
    ["wouldBe", formatUnits(wouldBe, CURRENCY_SCALE)],
    ["limit", formatUnits(limit, CURRENCY_SCALE)],
  ]);
}

/** Nothing is borrowed: what is held never exceeds what there is (RSK2). */
export const leverageCheck: Check = { name: "leverage", appliesTo: ENTRIES, examine: examineLeverage };
