import type { ProposalValues } from "../strategy.ts";
import { enter, exit, hold, type GovernedRules } from "./proposals.ts";
import type { Reading } from "./reading.ts";

const NO_SWING_ENTRY = hold("NO_SWING_ENTRY");
const SWING_STANDS = hold("SWING_STANDS");

function valuesOf({ deviation, return1, volatilityFlag }: Reading): ProposalValues {
  return [
    ["deviation", String(deviation)],
    ["return1", String(return1)],
    ["volatilityFlag", String(volatilityFlag)],
  ];
}

/** Buys the first rise after a dip while volatility is not low, and sells on the other side of the mean. */
export const volatilitySwing: GovernedRules = {
  propose(view) {
    const { reading, parameters } = view;
    const isDip = reading.deviation <= parameters.swingEntryDeviations;
    if (!isDip || reading.return1 <= 0 || reading.volatilityFlag < 0) return NO_SWING_ENTRY;
    return enter(view, {
      strategy: "volatility-swing",
      reason: "SWING_ENTRY",
      stopAtr: parameters.swingStopAtr,
      edgeAtr: parameters.swingEdgeAtr,
      values: () => valuesOf(reading),
    });
  },
  review({ reading, parameters }) {
    const isSwung = reading.deviation >= parameters.swingExitDeviations;
    return isSwung ? exit("SWING_DONE", valuesOf(reading)) : SWING_STANDS;
  },
};
