import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { Market } from "@ballast/db/repositories/markets";

/** How long after a start a synthetic market runs at its rate: a day's work of looking at it. */
export const FULL_PACE_MS = 8 * HOUR_MS;
/** From then on one market hour a minute: the page still moves, and a week costs megabytes instead of gigabytes. */
export const SLOW_PACE = 60;

/**
 * Market milliseconds per wall millisecond at which a replay clock is driven, by how long its engine has
 * been up. The pace shows in no decision: a slot's time is its close, whenever that is reached.
 */
export function paceOf({ isSynthetic, rate }: Pick<Market, "isSynthetic" | "rate">, upMs: number): number {
  return isSynthetic && upMs >= FULL_PACE_MS ? Math.min(rate, SLOW_PACE) : rate;
}
