import { boundaryAtOrBefore, HOUR_MS } from "../../time/timeframe.ts";
import { enter, hold, type GovernedRules } from "./proposals.ts";

const TRANCHE_NOT_DUE = hold("TRANCHE_NOT_DUE");
const TRANCHE_STANDS = hold("TRANCHE_STANDS");

/**
 * Fixed tranches at fixed hours, whatever the price does (dollar-cost averaging): the one thing that
 * opens in a panic, and within the panic's budget. What it bought is the campaign engine's to run.
 */
export const stableAllocator: GovernedRules = {
  idle: TRANCHE_NOT_DUE,
  propose(view) {
    const { market, parameters } = view;
    const everyMs = parameters.allocatorEveryHours * HOUR_MS;
    const dueMs = boundaryAtOrBefore(market.closeMs, everyMs);
    // The first close at or after the hour: a timeframe that doesn't divide it is no reason to miss one.
    if (market.closeMs - dueMs >= market.timeframeMs) return TRANCHE_NOT_DUE;
    return enter(view, {
      strategy: "stable-allocator",
      reason: "TRANCHE_DUE",
      stopAtr: parameters.allocatorStopAtr,
      edgeAtr: parameters.allocatorEdgeAtr,
      values: () => [["dueMs", String(dueMs)]],
    });
  },
  review: () => TRANCHE_STANDS,
};
