import { HOUR_MS } from "../time/timeframe.ts";
import type { RegimeReading } from "./regime.ts";

/** What was said of the regime at one close. */
export type StatedRegime = Pick<RegimeReading, "regime" | "confidence"> & { readonly closeMs: number };

/** Closes whose stated confidence lies in [from, to); the last bin holds certainty too. */
export type ReliabilityBin = {
  readonly confidenceFrom: number;
  readonly confidenceTo: number;
  /** Closes of hourly bars, on which alone a regime is read. */
  readonly hours: number;
  readonly meanConfidence: number;
  /** Part of them whose regime stood 24 hours later; calibrated where it equals the mean confidence. */
  readonly observedRate: number;
};

/** What a confidence speaks of. */
const HORIZON_MS = 24 * HOUR_MS;
/** Confidences are stated in basis points: counting in them keeps 0.57 out of the bin below it. */
const WHOLE_BPS = 10_000;

type Tally = { hours: number; statedBps: number; kept: number };

/**
 * Holds a stretch of closes against what they said: by stated confidence, how often the regime stood
 * 24 hours later, whatever lay between. A close without one 24 hours later, at a hole or at the end,
 * is not counted, for nobody knows. Bins of equal width, lowest first, without the empty ones.
 */
export function reliabilityBins(closes: readonly StatedRegime[], binCount: number): readonly ReliabilityBin[] {
  const regimes = new Map(closes.map(({ closeMs, regime }) => [closeMs, regime]));
  const tallies = Array.from({ length: binCount }, (): Tally => ({ hours: 0, statedBps: 0, kept: 0 }));
  for (const { closeMs, regime, confidence } of closes) {
    const later = regimes.get(closeMs + HORIZON_MS);
    const statedBps = Math.round(confidence * WHOLE_BPS);
    const tally = tallies[Math.min(binCount - 1, Math.floor((statedBps * binCount) / WHOLE_BPS))];
    if (later === undefined || tally === undefined) continue;
    tally.hours += 1;
    tally.statedBps += statedBps;
    if (later === regime) tally.kept += 1;
  }
  return tallies.flatMap(({ hours, statedBps, kept }, index) => {
    if (hours === 0) return [];
    const edges = { confidenceFrom: index / binCount, confidenceTo: (index + 1) / binCount };
    return [{ ...edges, hours, meanConfidence: statedBps / hours / WHOLE_BPS, observedRate: kept / hours }];
  });
}
