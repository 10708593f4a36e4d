/** The market's weather, from calm to crash (REG1). A later one is more defensive than those before it. */
export type Regime = "RISK_ON" | "NEUTRAL" | "RISK_OFF" | "PANIC";

/** In the order of defensiveness; the index is what a snapshot carries. Append only. */
export const REGIMES: readonly Regime[] = ["RISK_ON", "NEUTRAL", "RISK_OFF", "PANIC"];

/** Everything that is known of the regime at one close. */
export type RegimeReading = {
  readonly regime: Regime;
  /** Points; 20, 30 and 40 part the four bands. */
  readonly volatilityIndex: number;
  /** Sign of the benchmark's EMA slope over 24 hours. */
  readonly trend: -1 | 0 | 1;
  /** 0 (calm) to 100 (crash): for people and sorting; no rule compares it. */
  readonly riskScore: number;
  /** Measured frequency, 0 to 1, with which such a regime still stood 24 hours later. */
  readonly confidence: number;
};

/** Values that a snapshot carries of the regime, in this order. */
export const REGIME_VALUE_NAMES = ["regime", "volatility-index", "trend", "risk-score", "regime-confidence"] as const;

/** The more defensive of two: what wins where signals disagree. */
export function moreDefensive(left: Regime, right: Regime): Regime {
  return REGIMES.indexOf(left) >= REGIMES.indexOf(right) ? left : right;
}

/** A reading as a snapshot's market values, in the order of `REGIME_VALUE_NAMES`. */
export function regimeValues(reading: RegimeReading | undefined): readonly (number | undefined)[] {
  if (reading === undefined) return REGIME_VALUE_NAMES.map(() => undefined);
  return [REGIMES.indexOf(reading.regime), reading.volatilityIndex, reading.trend, reading.riskScore, reading.confidence];
}

/** The reading behind `regimeValues`; undefined while it warms up. Values that no reading gives are a broken invariant. */
export function regimeReadingOf(values: readonly (number | undefined)[]): RegimeReading | undefined {
  const [index, volatilityIndex, trend, riskScore, confidence] = values;
  if (index === undefined || volatilityIndex === undefined || trend === undefined) return undefined;
  if (riskScore === undefined || confidence === undefined) return undefined;
  const regime = REGIMES[index];
  if (regime === undefined || (trend !== -1 && trend !== 0 && trend !== 1)) throw new RangeError(`not a regime: ${index}, trend ${trend}`);
  return { regime, volatilityIndex, trend, riskScore, confidence };
}
