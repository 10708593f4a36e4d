import { formatDuration } from "@ballast/ui/format/duration";
import type { WindowPhase } from "../../server/contract/workspace.ts";
import type { MarketClock, WindowState } from "./answers.ts";

/** What a phase of the day is for: models train in the downtime, and only then. */
const PHASE_WORDS: Record<WindowPhase, string> = { TRADING: "trading", DOWNTIME: "training", TRANSITION: "transition" };

export function phaseWord(phase: WindowPhase): string {
  return PHASE_WORDS[phase];
}

/** What the next change leads to: a transition belongs to the window it opens, so it is never what one waits for. */
function aheadWord({ phase, nextPhase }: Pick<WindowState, "phase" | "nextPhase">): string {
  if (nextPhase !== "TRANSITION") return PHASE_WORDS[nextPhase];
  return phase === "TRADING" ? PHASE_WORDS.DOWNTIME : PHASE_WORDS.TRADING;
}

/** Now on the market's clock. A replayed clock never runs ahead of what is committed; the wall's goes on by itself. */
export function marketNowMs(market: MarketClock, wallNowMs: number | undefined): number {
  return market.clock === "wall" ? (wallNowMs ?? market.nowMs) : market.nowMs;
}

/** `training in 2 h 14 min`; undefined where the profile has no windows. */
export function nextWindowText(window: WindowState, nowMs: number): string | undefined {
  if (window.nextChangeMs === undefined) return undefined;
  return `${aheadWord(window)} in ${formatDuration(Math.max(0, window.nextChangeMs - nowMs))}`;
}

/** How fast a replayed clock runs, in the reader's terms: `1 h a second`. */
export function rateText(market: MarketClock): string | undefined {
  return market.clock === "replay" && market.rate > 1 ? `${formatDuration(market.rate * 1_000)} a second` : undefined;
}
