import { deflatedSharpe, expectedMaximumSharpe, spreadOfLuck, trialSpread } from "./deflated-sharpe.ts";
import { minimumTrackRecord, probabilisticSharpe, type SharpeEstimate } from "./probabilistic-sharpe.ts";
import type { ReturnMoments } from "./return-moments.ts";

/** The confidence at which a track record counts as long enough. */
export const TRACK_RECORD_CONFIDENCE = 0.95;

/** How much a Sharpe ratio is to be believed. Ratios in it are per bar, as the trial ledger keeps them. */
export type SharpeConfidence = {
  readonly sharpePerBar: number | null;
  /** Probability that the true ratio is above 0. */
  readonly probabilisticSharpe: number | null;
  /** Returns, one a bar, that it takes to be sure of that at 95 %; null where no number is enough. */
  readonly minimumTrackRecordBars: number | null;
  /** Runs on the same bars, by anyone; null without a ledger. */
  readonly trials: number | null;
  /** The ratio that the best of so many runs without skill is expected to show. */
  readonly expectedMaximumPerBar: number | null;
  /** Probability that the true ratio is above that; null without a ledger. */
  readonly deflatedSharpe: number | null;
};

function estimateOf(moments: ReturnMoments | undefined): SharpeEstimate | undefined {
  if (moments === undefined || moments.skew === null || moments.kurtosis === null) return undefined;
  const { mean, deviation, count, skew, kurtosis } = moments;
  return { sharpe: mean / deviation, observations: count, skew, kurtosis };
}

/** Confidence in a run's ratio, deflated by the trials on its dataset where a ledger counts them. */
export function sharpeConfidence(
  moments: ReturnMoments | undefined,
  trialSharpes: readonly (number | null)[] | undefined,
): SharpeConfidence {
  const estimate = estimateOf(moments);
  const spread = trialSharpes === undefined ? null : trialSpread(trialSharpes);
  return {
    sharpePerBar: estimate?.sharpe ?? null,
    probabilisticSharpe: estimate === undefined ? null : probabilisticSharpe(estimate, 0),
    minimumTrackRecordBars:
      estimate === undefined ? null : minimumTrackRecord(estimate, { benchmark: 0, confidence: TRACK_RECORD_CONFIDENCE }),
    trials: spread?.trials ?? null,
    expectedMaximumPerBar: spread === null ? null : expectedMaximumSharpe(spreadOfLuck(spread, estimate?.observations ?? 0)),
    deflatedSharpe: estimate === undefined || spread === null ? null : deflatedSharpe(estimate, spread),
  };
}
