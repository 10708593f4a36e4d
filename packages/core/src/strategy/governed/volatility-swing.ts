import type { ProposalValues } from "../strategy.ts";
import { enter, exit, hold, type GovernedRules, type NumberRules } from "./proposals.ts";
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

/** Lives on what moves. Buys the first rise after a dip while volatility is not low, and sells on the other side of the mean. */
export const volatilitySwing: GovernedRules & NumberRules = {
  idle: NO_SWING_ENTRY,
  isFit: ({ volatilityFlag }) => volatilityFlag >= 0,
  isSetup(reading, parameters) {
    const isDip = reading.deviation <= parameters.swingEntryDeviations;
    return isDip && reading.return1 > 0 && reading.volatilityFlag >= 0;
  },
  propose(view) {
    const { reading, parameters } = view;
    if (!volatilitySwing.isSetup(reading, parameters)) return NO_SWING_ENTRY;
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
