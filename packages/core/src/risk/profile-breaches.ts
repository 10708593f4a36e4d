import { boundBreaches, type BoundBreach, type BoundedLimits } from "../policy/bounds.ts";
import type { RiskProfile } from "./profile.ts";

const WHOLE_BPS = 10_000;

/** Where a profile exceeds policy: the path of the limit as it is written, both figures, and the sentence for people. */
export type ProfileBreach = BoundBreach & { readonly path: string; readonly words: string };

/** Where each bounded limit stands in a written profile. */
const PATH_OF: Readonly<Record<keyof BoundedLimits, string>> = {
  drawdownBpsMax: "drawdownBpsMax",
  leverageMax: "leverageMax",
  riskFractionBps: "riskFractionBps",
  positionsMax: "positionsMax",
  exposureBpsMax: "totalCap.percentBps",
  clusterBpsMax: "clusterCap.percentBps",
};

/** Everything that a governed profile exceeds of policy (RSK1); empty where it is within. A cap without a percent is no cap of policy's. */
export function profileBreaches(profile: RiskProfile): readonly ProfileBreach[] {
  // Risk per trade is a risk fraction too, so the larger of the two is the one that policy bounds.
  const isTradeLarger = profile.riskPerTradeBps > profile.riskFractionBps;
  const breaches = boundBreaches({
    drawdownBpsMax: profile.drawdownBpsMax,
    leverageMax: profile.leverageMax,
    riskFractionBps: isTradeLarger ? profile.riskPerTradeBps : profile.riskFractionBps,
    positionsMax: profile.positionsMax,
    exposureBpsMax: profile.totalCap.percentBps ?? WHOLE_BPS,
    clusterBpsMax: profile.clusterCap.percentBps ?? WHOLE_BPS,
  });
  return breaches.map((breach) => ({
    ...breach,
    path: breach.limit === "riskFractionBps" && isTradeLarger ? "riskPerTradeBps" : PATH_OF[breach.limit],
    words: `${breach.limit} ${breach.value} exceeds policy's ${breach.max}`,
  }));
}
