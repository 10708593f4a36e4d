import type { Candle } from "../shell/answers.ts";

/** The most bars that are kept on the page: beyond, the oldest go. */
const KEPT_MAX = 20_000;

/** Bars of two reads as one ascending list without doubles; where both have one, the newer read's stays. */
export function mergeCandles(kept: readonly Candle[], read: readonly Candle[]): readonly Candle[] {
  const lastKept = kept.at(-1)?.openMs ?? Number.NEGATIVE_INFINITY;
  const firstRead = read[0]?.openMs;
  if (firstRead === undefined) return kept;
  if (firstRead > lastKept) return [...kept, ...read].slice(-KEPT_MAX);
  const byTime = new Map(kept.map((candle) => [candle.openMs, candle]));
  for (const candle of read) byTime.set(candle.openMs, candle);
  return [...byTime.values()].sort((a, b) => a.openMs - b.openMs).slice(-KEPT_MAX);
}
