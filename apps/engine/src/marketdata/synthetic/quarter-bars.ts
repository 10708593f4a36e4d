import type { Bar } from "@ballast/core/market/bar";
import { randomStream, type RandomStream } from "@ballast/core/numeric/random";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { AnchorSource } from "./anchors.ts";

const QUARTERS = 4;
const QUARTER_MS = HOUR_MS / QUARTERS;
/** The range of a Brownian hour is √(8 ÷ π) of its standard deviations. */
const RANGE_IN_DEVIATIONS = 1.6;
const VOLUME_UNITS = 1_000_000;

/** Extremes of a quarter, in ticks. */
type Reach = { readonly high: number; readonly low: number };

/** Prices at the ends of the quarters, in ticks: a Brownian bridge from open to close that stays within the hour. */
function cornersOf(hour: Reach & { readonly open: number; readonly close: number }, stream: RandomStream): readonly number[] {
  const deviation = (hour.high - hour.low) / RANGE_IN_DEVIATIONS;
  const corners = [hour.open];
  for (let left = QUARTERS; left > 1; left -= 1) {
    const at = corners[corners.length - 1] ?? hour.open;
    const drift = (hour.close - at) / left;
    const noise = deviation * Math.sqrt((left - 1) / left / QUARTERS) * stream.gaussian();
    corners.push(Math.round(Math.max(hour.low, Math.min(hour.high, at + drift + noise))));
  }
  return [...corners, hour.close];
}

/** How far each quarter goes: past its corners by chance, and the one that came nearest goes to the hour's own extreme. */
function reachesOf(hour: Reach, corners: readonly number[], stream: RandomStream): readonly Reach[] {
  const ends = corners.slice(1).map((to, index) => [corners[index] ?? to, to] as const);
  const [tops, bottoms] = [ends.map((both) => Math.max(...both)), ends.map((both) => Math.min(...both))];
  const [highest, lowest] = [tops.indexOf(Math.max(...tops)), bottoms.indexOf(Math.min(...bottoms))];
  return ends.map((_, index) => {
    const [top, bottom] = [tops[index] ?? hour.high, bottoms[index] ?? hour.low];
    const high = Math.floor(top + ((hour.high - top) * stream.uniform()) / QUARTERS);
    const low = Math.ceil(bottom - ((bottom - hour.low) * stream.uniform()) / QUARTERS);
    return { high: index === highest ? hour.high : high, low: index === lowest ? hour.low : low };
  });
}

/** The volume in four parts that add up to it, in units of it. */
function volumesOf(units: number, stream: RandomStream): readonly number[] {
  const weights = Array.from({ length: QUARTERS }, () => 0.5 + stream.uniform());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const parts = weights.slice(1).map((weight) => Math.floor((units * weight) / sum));
  return [units - parts.reduce((total, part) => total + part, 0), ...parts];
}

/**
 * An hour of the synthetic market as four bars: the first opens and the last closes with it, together they
 * have its high, its low and its volume, and each opens where the one before closed. The same on every
 * machine for one seed, from the hour alone.
 */
export function quartersOf(
  source: AnchorSource,
  of: { readonly symbol: string; readonly priceDecimals: number; readonly hour: Bar },
): readonly Bar[] {
  const { tsMs, open, high, low, close, volume } = of.hour;
  const ticksPerUnit = Number(`1e${of.priceDecimals}`);
  const ticks = (price: number): number => Math.round(price * ticksPerUnit);
  const stream = randomStream(source.sha256, [source.seed, "quarters", of.symbol, tsMs]);
  const hour = { open: ticks(open), high: ticks(high), low: ticks(low), close: ticks(close) };
  const corners = cornersOf(hour, stream);
  const reaches = reachesOf(hour, corners, stream);
  const volumes = volumesOf(Math.round(volume * VOLUME_UNITS), stream);
  return reaches.map((reach, index) => ({
    tsMs: tsMs + index * QUARTER_MS,
    open: (corners[index] ?? hour.open) / ticksPerUnit,
    high: reach.high / ticksPerUnit,
    low: reach.low / ticksPerUnit,
    close: (corners[index + 1] ?? hour.close) / ticksPerUnit,
    volume: (volumes[index] ?? 0) / VOLUME_UNITS,
  }));
}
