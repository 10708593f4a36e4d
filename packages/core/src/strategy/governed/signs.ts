import type { GovernedStrategy } from "./kinds.ts";
import { meanReversion } from "./mean-reversion.ts";
import type { ResolvedParameters } from "./parameters.ts";
import type { Reading } from "./reading.ts";
import { recovery } from "./recovery.ts";
import { trendFollower } from "./trend-follower.ts";
import { volatilitySwing } from "./volatility-swing.ts";

/** The bit of an instrument of which everything is known: without it there are no others. */
export const KNOWN = 1;

/** The bits that a strategy sees in an instrument: that it is of the kind it lives on, and that its own numbers let it buy. */
export const SIGNS = {
  "trend-follower": { fit: 1 << 1, setup: 1 << 2 },
  "volatility-swing": { fit: 1 << 3, setup: 1 << 4 },
  "mean-reversion": { fit: 1 << 5, setup: 1 << 6 },
  recovery: { fit: 1 << 7, setup: 1 << 8 },
  // By the clock: an instrument's numbers say nothing against it, and nothing for it.
  "stable-allocator": { fit: 0, setup: KNOWN },
  // Judges the market as a whole, and buys nothing.
  "defensive-hedge": { fit: 0, setup: 0 },
} as const satisfies Readonly<Record<GovernedStrategy, { readonly fit: number; readonly setup: number }>>;

/**
 * What all strategies see in one instrument at one close. Each rule is named, not looked up: this is
 * asked of every row of every column, and a compiler sees through a name.
 */
export function signsOf(reading: Reading, parameters: ResolvedParameters): number {
  let signs: number = KNOWN;
  if (trendFollower.isFit(reading)) signs |= SIGNS["trend-follower"].fit;
  if (trendFollower.isSetup(reading, parameters)) signs |= SIGNS["trend-follower"].setup;
  if (volatilitySwing.isFit(reading)) signs |= SIGNS["volatility-swing"].fit;
  if (volatilitySwing.isSetup(reading, parameters)) signs |= SIGNS["volatility-swing"].setup;
  if (meanReversion.isFit(reading)) signs |= SIGNS["mean-reversion"].fit;
  if (meanReversion.isSetup(reading, parameters)) signs |= SIGNS["mean-reversion"].setup;
  if (recovery.isFit(reading)) signs |= SIGNS.recovery.fit;
  if (recovery.isSetup(reading, parameters)) signs |= SIGNS.recovery.setup;
  return signs;
}
