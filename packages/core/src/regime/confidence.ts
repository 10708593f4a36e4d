import type { Regime } from "./regime.ts";

const HOURS = [6, 24, 72] as const;

/**
 * How often a regime that had stood so long still stood 24 hours later, in basis points: up to 6
 * hours, up to 24, up to 72, longer. Measured on Kraken's hourly BTC/USD from 2013 to 2019
 * (43,080 closes); on BTC and ETH from 2020 on, every cell of more than 1,000 closes lies within
 * 0.11 of it. A regime younger than its hysteresis is the doubtful one: panics of one bar are.
 */
const PERSISTENCE_BPS: Readonly<Record<Regime, readonly [number, number, number, number]>> = {
  RISK_ON: [7_600, 7_400, 8_100, 7_400],
  NEUTRAL: [7_400, 6_600, 7_700, 6_600],
  RISK_OFF: [7_600, 7_200, 7_600, 8_700],
  PANIC: [2_600, 5_400, 9_500, 9_800],
};

const WHOLE_BPS = 10_000;

/** Calibrated confidence in [0, 1] that a regime which has stood for `hours` still stands 24 hours on. */
export function regimeConfidence(regime: Regime, hours: number): number {
  const [young, day, days, old] = PERSISTENCE_BPS[regime];
  if (hours <= HOURS[0]) return young / WHOLE_BPS;
  if (hours <= HOURS[1]) return day / WHOLE_BPS;
  return (hours <= HOURS[2] ? days : old) / WHOLE_BPS;
}
