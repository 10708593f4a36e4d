import type { RandomStream } from "@ballast/core/numeric/random";

export const MARKET_REGIMES = ["bull", "range", "bear", "crash"] as const;
export type MarketRegime = (typeof MARKET_REGIMES)[number];

type RegimeLaw = {
  /** Mean hourly log return of the market. */
  readonly drift: number;
  /** Hourly standard deviation of the market's log return. */
  readonly volatility: number;
  /** Chance of leaving the regime in an hour: one over its mean length. */
  readonly exit: number;
  /** Where it goes when it leaves; weights add up to 1. */
  readonly next: readonly (readonly [regime: MarketRegime, weight: number])[];
  /** Share of hours spent here, for the regime that a block begins in. */
  readonly share: number;
};

/** A Markov chain over four moods: long climbs, long waits, slower declines, short falls. */
export const REGIME_LAWS: Readonly<Record<MarketRegime, RegimeLaw>> = {
  bull: {
    drift: 0.0006,
    volatility: 0.0042,
    exit: 1 / 190,
    next: [
      ["range", 0.6],
      ["bear", 0.25],
      ["crash", 0.15],
    ],
    share: 0.37,
  },
  range: {
    drift: 0,
    volatility: 0.0028,
    exit: 1 / 130,
    next: [
      ["bull", 0.5],
      ["bear", 0.4],
      ["crash", 0.1],
    ],
    share: 0.32,
  },
  bear: {
    drift: -0.0005,
    volatility: 0.0055,
    exit: 1 / 150,
    next: [
      ["range", 0.55],
      ["bull", 0.35],
      ["crash", 0.1],
    ],
    share: 0.28,
  },
  crash: {
    drift: -0.007,
    volatility: 0.015,
    exit: 1 / 14,
    next: [
      ["bear", 0.5],
      ["range", 0.3],
      ["bull", 0.2],
    ],
    share: 0.03,
  },
};

function draw(weights: readonly (readonly [regime: MarketRegime, weight: number])[], uniform: number): MarketRegime {
  let reached = 0;
  for (const [regime, weight] of weights) {
    reached += weight;
    if (uniform < reached) return regime;
  }
  return "range";
}

/** The regime that a block of hours begins in. */
export function firstRegime(stream: RandomStream): MarketRegime {
  return draw(
    MARKET_REGIMES.map((regime) => [regime, REGIME_LAWS[regime].share] as const),
    stream.uniform(),
  );
}

/** The regime of the next hour. Takes two draws whatever happens, so that streams stay in step. */
export function nextRegime(regime: MarketRegime, stream: RandomStream): MarketRegime {
  const leaves = stream.uniform() < REGIME_LAWS[regime].exit;
  const towards = draw(REGIME_LAWS[regime].next, stream.uniform());
  return leaves ? towards : regime;
}
