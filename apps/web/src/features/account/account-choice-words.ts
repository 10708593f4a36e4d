import { formatDuration, formatTimeframe } from "@ballast/ui/format/duration";
import { formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { AccountOptions } from "../shell/answers.ts";
import { strategyName } from "../strategies/strategy-words.ts";
import type { MarketOption, SettingsOption } from "./account-outlook.ts";

const WHOLE_BPS = 10_000;

/** What a market is, in one line: where its prices come from and whether they move. */
export function marketHint({ isSynthetic, isMoving, rate, lastCloseMs, timeframeMs }: MarketOption): string {
  const prices = isSynthetic ? "Generated prices" : "Real prices";
  const bars = `${formatTimeframe(timeframeMs)} bars`;
  if (!isMoving) return `${prices} that were imported, ${bars}. It stands still until a run walks over them.`;
  const pace = rate > 1 ? `${formatDuration(rate * 1_000)} of market time a second` : "as they come";
  return `${prices}, ${bars}, ${pace}. Last close ${formatUtc(lastCloseMs)} UTC.`;
}

/** What a profile allows, in one line. */
export function profileHint({ written }: AccountOptions["profiles"][number]): string {
  if (written === undefined) return "Limits that no strategy can pass.";
  const percent = (bps: number | undefined): string => (bps === undefined ? "any part" : formatPercent(bps / WHOLE_BPS));
  const correlated = written.onCorrelation === "refuse" ? "correlated entries are refused" : "correlated entries count as one";
  return `At most ${written.positionsMax} positions, ${percent(written.pairCap.percentBps)} in one pair and ${percent(written.totalCap.percentBps)} in all; ${correlated}; halts at a drawdown of ${percent(written.drawdownBpsMax)}.`;
}

/** What a strategy does, in one line. */
export function settingsHint({ kind, timeframeMs, instruments }: SettingsOption): string {
  return `${strategyName(kind)} on ${formatTimeframe(timeframeMs)} bars of ${instruments.length} instrument${instruments.length === 1 ? "" : "s"}, long or flat.`;
}
