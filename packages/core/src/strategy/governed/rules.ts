import { defensiveHedge } from "./defensive-hedge.ts";
import type { GovernedStrategy } from "./kinds.ts";
import { meanReversion } from "./mean-reversion.ts";
import type { GovernedRules } from "./proposals.ts";
import { recovery } from "./recovery.ts";
import { stableAllocator } from "./stable-allocator.ts";
import { trendFollower } from "./trend-follower.ts";
import { volatilitySwing } from "./volatility-swing.ts";

/** The rules of each governed strategy. */
export const GOVERNED_RULES: Readonly<Record<GovernedStrategy, GovernedRules>> = {
  "trend-follower": trendFollower,
  "volatility-swing": volatilitySwing,
  "mean-reversion": meanReversion,
  "defensive-hedge": defensiveHedge,
  "stable-allocator": stableAllocator,
  recovery,
};
