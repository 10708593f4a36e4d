import { quantize } from "../../numeric/fixed.ts";
import { parameterOf } from "./parameters.ts";
import { hold, type GovernedRules } from "./proposals.ts";

const BPS_SCALE = 4;

/**
 * Long-only, so to hedge is to sell down to quote: while most of the market falls, a part of what
 * falls faster than its own average is sold. It buys nothing.
 */
export const defensiveHedge: GovernedRules = {
  propose: () => hold("HEDGE_BUYS_NOTHING"),
  review({ reading, market, parameters }) {
    const breadthBps = Number(quantize(market.breadth, BPS_SCALE, "half-even"));
    const isFalling = reading.slope < 0 && reading.fast < reading.slow;
    if (!isFalling || breadthBps > parameterOf(parameters, "hedgeBreadthBpsMax")) return hold("NO_HEDGE");
    return {
      action: "reduce",
      reason: "HEDGE_SALE",
      saleBps: parameterOf(parameters, "hedgeSaleBps"),
      values: [
        ["breadthBps", String(breadthBps)],
        ["slope", String(reading.slope)],
      ],
    };
  },
};
