import type { Regime } from "./regime.ts";

type Point = { readonly volatility: number; readonly index: number };

/**
 * 30-day realised volatility (annualised percent) to index points. Version 1: an identity would call
 * nine in ten BTC hours since 2020 a panic, because coins are that much wilder than shares.
 */
const MAP: readonly Point[] = [
  { volatility: 0, index: 0 },
  { volatility: 55, index: 20 },
  { volatility: 80, index: 30 },
  { volatility: 110, index: 40 },
];
const TAIL: Point = { volatility: 110, index: 40 };
/** Above the last point the index rises 10 points for every 50 of volatility. */
const TAIL_SLOPE = 10 / 50;

/** Points of a volatility in annualised percent; below 0 is a broken invariant. */
export function volatilityIndexOf(volatility: number): number {
  if (!(volatility >= 0)) throw new RangeError(`not a volatility: ${volatility}`);
  let below = TAIL;
  for (const point of MAP) {
    if (volatility < point.volatility) {
      const share = (volatility - below.volatility) / (point.volatility - below.volatility);
      return below.index + share * (point.index - below.index);
    }
    below = point;
  }
  return TAIL.index + (volatility - TAIL.volatility) * TAIL_SLOPE;
}

/** A band of the index. It holds its lower edge, and the band of RISK_OFF its upper one too. */
export type Band = { readonly regime: Regime; readonly from: number; readonly to: number };

const BANDS = {
  calm: { regime: "RISK_ON", from: 0, to: 20 },
  middling: { regime: "NEUTRAL", from: 20, to: 30 },
  high: { regime: "RISK_OFF", from: 30, to: 40 },
  extreme: { regime: "PANIC", from: 40, to: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, Band>;

/** <20, 20–30, 30–40, >40 points. */
export function bandOf(index: number): Band {
  if (index < BANDS.calm.to) return BANDS.calm;
  if (index < BANDS.middling.to) return BANDS.middling;
  return index <= BANDS.high.to ? BANDS.high : BANDS.extreme;
}

/** The band that carries a regime's name. */
export function bandNamed(regime: Regime): Band {
  switch (regime) {
    case "RISK_ON":
      return BANDS.calm;
    case "NEUTRAL":
      return BANDS.middling;
    case "RISK_OFF":
      return BANDS.high;
    case "PANIC":
      return BANDS.extreme;
  }
}
