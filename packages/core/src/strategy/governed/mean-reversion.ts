import type { ProposalValues } from "../strategy.ts";
import { enter, exit, hold, type GovernedRules, type NumberRules } from "./proposals.ts";
import type { Reading } from "./reading.ts";

const NO_REVERSION_ENTRY = hold("NO_REVERSION_ENTRY");
const REVERSION_STANDS = hold("REVERSION_STANDS");

/** A fall of a day by more than this many standard deviations of a day is a break, not a stretch that comes back. */
const BREAK_DEVIATIONS = 4;
const HOURS_A_DAY = 24;
const HOURS_A_YEAR = 8766;
const STRETCHED_DEVIATIONS = 1;

function valuesOf({ deviation, return24 }: Reading): ProposalValues {
  return [
    ["deviation", String(deviation)],
    ["return24", String(return24)],
  ];
}

/** Whether the day fell further than the month's volatility makes likely. */
function isBroken({ return24, volatility }: Reading): boolean {
  const dayDeviation = (volatility / 100) * Math.sqrt(HOURS_A_DAY / HOURS_A_YEAR);
  return return24 < -BREAK_DEVIATIONS * dayDeviation;
}

/** Lives on what is stretched. Buys what stands far below its mean without having broken down, and sells at the mean. */
export const meanReversion: GovernedRules & NumberRules = {
  idle: NO_REVERSION_ENTRY,
  isFit: ({ deviation }) => deviation <= -STRETCHED_DEVIATIONS || deviation >= STRETCHED_DEVIATIONS,
  isSetup: (reading, parameters) => reading.deviation <= parameters.reversionEntryDeviations && !isBroken(reading),
  propose(view) {
    const { reading, parameters } = view;
    if (!meanReversion.isSetup(reading, parameters)) return NO_REVERSION_ENTRY;
    return enter(view, {
      strategy: "mean-reversion",
      reason: "REVERSION_ENTRY",
      stopAtr: parameters.reversionStopAtr,
      edgeAtr: parameters.reversionEdgeAtr,
      values: () => valuesOf(reading),
    });
  },
  review({ reading, parameters }) {
    const isBack = reading.deviation >= parameters.reversionExitDeviations;
    return isBack ? exit("REVERSION_DONE", valuesOf(reading)) : REVERSION_STANDS;
  },
};
