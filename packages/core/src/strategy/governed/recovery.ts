import type { ProposalValues } from "../strategy.ts";
import { enter, exit, hold, type GovernedRules, type NumberRules } from "./proposals.ts";
import type { Reading } from "./reading.ts";

const NO_RECOVERY_ENTRY = hold("NO_RECOVERY_ENTRY");
const RECOVERY_STANDS = hold("RECOVERY_STANDS");
const WHOLE_BPS = 10_000;
const FALLEN = -0.15;

function valuesOf(reading: Reading): ProposalValues {
  return [
    ["fromHigh", String(reading.fromHigh)],
    ["fastEma", String(reading.fast)],
    ["slowEma", String(reading.slow)],
  ];
}

/** Lives on what fell and rises. Buys what fell far from its 30-day high and has begun to rise again; sells when the rise is over. */
export const recovery: GovernedRules & NumberRules = {
  idle: NO_RECOVERY_ENTRY,
  isFit: ({ fromHigh, fast, fastBefore }) => fromHigh <= FALLEN && fast > fastBefore,
  isSetup(reading, parameters) {
    const isFallen = reading.fromHigh <= -parameters.recoveryFallBps / WHOLE_BPS;
    const isTurning = reading.fast > reading.slow && reading.fastBefore <= reading.slowBefore;
    return isFallen && isTurning;
  },
  propose(view) {
    const { reading, parameters } = view;
    if (!recovery.isSetup(reading, parameters)) return NO_RECOVERY_ENTRY;
    return enter(view, {
      strategy: "recovery",
      reason: "RECOVERY_ENTRY",
      stopAtr: parameters.recoveryStopAtr,
      edgeAtr: parameters.recoveryEdgeAtr,
      values: () => valuesOf(reading),
    });
  },
  review({ reading }) {
    const isOver = reading.fast < reading.slow && reading.fastBefore >= reading.slowBefore;
    return isOver ? exit("RECOVERY_OVER", valuesOf(reading)) : RECOVERY_STANDS;
  },
};
