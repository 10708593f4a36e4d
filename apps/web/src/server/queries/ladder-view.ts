import type { LadderState } from "@ballast/core/risk/ladder";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { LadderLimits, LadderView } from "../contract/receipt.ts";
import { money } from "../mappers/money.ts";

const WHOLE_BPS = 10_000n;
/** A decimal of a basis point, for a page; the ladder itself compares exactly. */
const TENTHS = 10n;

function fallenBps(fromUnits: bigint, toUnits: bigint): number {
  if (fromUnits <= 0n) return 0;
  return Number(((fromUnits - toUnits) * WHOLE_BPS * TENTHS) / fromUnits) / Number(TENTHS);
}

function limitsOf({ rungs, drawdownBpsMax, dailyLossBpsMax, onHalt }: RiskProfile): LadderLimits {
  return { ...rungs, drawdownBpsMax, dailyLossBpsMax, onHalt };
}

/** The ladder of a state at an equity, with the limits that it is read against. */
export function ladderView(
  ladder: LadderState,
  of: { readonly equityUnits: bigint; readonly currency: string; readonly profile: RiskProfile | undefined },
): LadderView {
  const { equityUnits, currency, profile } = of;
  return {
    equity: money(equityUnits, currency),
    highWater: money(ladder.highWaterUnits, currency),
    drawdownBps: Math.max(0, fallenBps(ladder.highWaterUnits, equityUnits)),
    rung: ladder.rung,
    haltedBy: ladder.haltedBy,
    dayStartMs: ladder.dayStartMs,
    dayOpen: money(ladder.dayOpenUnits, currency),
    dayLossBps: fallenBps(ladder.dayOpenUnits, equityUnits),
    limits: profile === undefined || profile.kind === "reference" ? undefined : limitsOf(profile),
  };
}
