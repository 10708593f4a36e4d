import { formatBasisPoints, formatPercent } from "@ballast/ui/format/ratio";
import type { ReceiptView } from "../shell/answers.ts";

export type LadderView = NonNullable<ReceiptView["content"]["ladder"]>;

const WHOLE_BPS = 10_000;
/** Under this a part of a percent is read in basis points. */
const SMALL_BPS = 10;

export function bpsText(bps: number): string {
  return bps !== 0 && Math.abs(bps) < SMALL_BPS ? formatBasisPoints(bps / WHOLE_BPS) : formatPercent(bps / WHOLE_BPS);
}

/** What the rung that an account stands on means for it. */
export function rungWords({ rung, haltedBy, limits }: LadderView): string {
  if (haltedBy === "daily_loss") return "Halted by the daily loss: flat until a person re-arms it.";
  if (haltedBy === "drawdown") return "Halted by the drawdown, until a person re-arms it.";
  if (rung === 0 || limits === undefined) return "On no rung: sizes and caps are whole.";
  const risk = `entries are sized at ${bpsText(limits.riskFactorBps)} of the risk fraction`;
  return rung === 1 ? `First rung: ${risk}.` : `Second rung: ${risk}, exposure is held to ${bpsText(limits.exposureFactorBps)} of its cap.`;
}

/** How far down the ladder the next consequence is, of what is left until it. */
export function nextRungText({ drawdownBps, limits }: LadderView): string | undefined {
  if (limits === undefined) return undefined;
  const steps = [
    [limits.riskAtBps, "smaller entries"],
    [limits.exposureAtBps, "less exposure"],
    [limits.drawdownBpsMax, "halt"],
  ] as const;
  const next = steps.find(([atBps]) => drawdownBps < atBps);
  return next === undefined ? undefined : `${next[1]} at ${bpsText(next[0])}`;
}
