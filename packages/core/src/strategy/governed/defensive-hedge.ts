import { quantizeToNumber } from "../../numeric/fixed.ts";
import { hold, type GovernedRules } from "./proposals.ts";

const HEDGE_BUYS_NOTHING = hold("HEDGE_BUYS_NOTHING");
const NO_HEDGE = hold("NO_HEDGE");
const BPS_SCALE = 4;

/**
 * Long-only, so to hedge is to sell down to quote: while most of the market falls, a part of what
 * falls faster than its own average is sold. It buys nothing.
 */
export const defensiveHedge: GovernedRules = {
  idle: HEDGE_BUYS_NOTHING,
  propose: () => HEDGE_BUYS_NOTHING,
  review({ reading, market, parameters }) {
    const isFalling = reading.slope < 0 && reading.fast < reading.slow;
    const breadthBps = quantizeToNumber(market.breadth, BPS_SCALE, "half-even");
    if (!isFalling || breadthBps > parameters.hedgeBreadthBpsMax) return NO_HEDGE;
    return {
      action: "reduce",
      reason: "HEDGE_SALE",
      saleBps: parameters.hedgeSaleBps,
      values: [
        ["breadthBps", String(breadthBps)],
        ["slope", String(reading.slope)],
      ],
    };
  },
};
