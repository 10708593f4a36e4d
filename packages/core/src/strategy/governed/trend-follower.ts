import type { ProposalValues } from "../strategy.ts";
import { enter, exit, hold, type GovernedRules, type NumberRules } from "./proposals.ts";
import type { Reading } from "./reading.ts";

const NO_TREND_ENTRY = hold("NO_TREND_ENTRY");
const TREND_STANDS = hold("TREND_STANDS");

function valuesOf({ fast, slow, slope }: Reading): ProposalValues {
  return [
    ["fastEma", String(fast)],
    ["slowEma", String(slow)],
    ["slope", String(slope)],
  ];
}

/** Lives on what rises. Buys where the fast average crosses above the slow one while prices rise; sells at the cross down. */
export const trendFollower: GovernedRules & NumberRules = {
  idle: NO_TREND_ENTRY,
  isFit: ({ fast, slow }) => fast > slow,
  isSetup(reading) {
    const isCross = reading.fast > reading.slow && reading.fastBefore <= reading.slowBefore;
    return isCross && reading.slope > 0;
  },
  propose(view) {
    const { reading, parameters } = view;
    if (!trendFollower.isSetup(reading, parameters)) return NO_TREND_ENTRY;
    return enter(view, {
      strategy: "trend-follower",
      reason: "TREND_ENTRY",
      stopAtr: parameters.trendStopAtr,
      edgeAtr: parameters.trendEdgeAtr,
      values: () => valuesOf(reading),
    });
  },
  review({ reading }) {
    const isCrossDown = reading.fast < reading.slow && reading.fastBefore >= reading.slowBefore;
    return isCrossDown ? exit("TREND_OVER", valuesOf(reading)) : TREND_STANDS;
  },
};
