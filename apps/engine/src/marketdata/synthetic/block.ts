import type { BarColumns } from "@ballast/core/market/bar";
import { newColumns } from "@ballast/core/market/columns";
import { exp } from "@ballast/core/numeric/elementary";
import { randomStream, type RandomStream } from "@ballast/core/numeric/random";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { anchorOf, type AnchorSource } from "./anchors.ts";
import { CLUSTERS, SYNTHETIC_COINS, type SyntheticCoin } from "./coins.ts";
import { firstRegime, nextRegime, REGIME_LAWS, type MarketRegime } from "./regimes.ts";

/** Hours that are generated together, 30 days. Each block depends on the seed and its own number alone. */
export const BLOCK_HOURS = 720;
export const BLOCK_MS = BLOCK_HOURS * HOUR_MS;

/** The market as a whole, hour by hour: what all coins share. */
type MarketHours = {
  readonly regime: readonly MarketRegime[];
  /** Log return of the market factor. */
  readonly factor: Float64Array;
  /** Hourly volatility in force. */
  readonly volatility: Float64Array;
  readonly clusters: Readonly<Record<string, Float64Array>>;
};

/** Volatility comes in clusters: its logarithm reverts slowly to the regime's. */
const VOLATILITY_MEMORY = 0.97;
const VOLATILITY_NOISE = 0.09;
const MARKET_JUMP = { chance: 1 / 160, size: 0.022 } as const;
const COIN_JUMP = { chance: 1 / 220, size: 0.03 } as const;
const CLUSTER_VOLATILITY = 0.45;
/** Steps of the path inside an hour. */
const STEPS = 6;
/** An open may lie a little off the close before it, in units of the hour's volatility. */
const OPEN_GAP = 0.03;
const VOLUME_DECIMALS = 6;

const jump = (stream: RandomStream, law: { readonly chance: number; readonly size: number }): number => {
  const happens = stream.uniform() < law.chance;
  const size = stream.gaussian() * law.size;
  return happens ? size : 0;
};

function marketHours(stream: RandomStream): MarketHours {
  const factor = new Float64Array(BLOCK_HOURS);
  const volatility = new Float64Array(BLOCK_HOURS);
  const clusters = Object.fromEntries(CLUSTERS.map((name) => [name, new Float64Array(BLOCK_HOURS)]));
  const regime: MarketRegime[] = [];
  let current = firstRegime(stream);
  let logVolatility = 0;
  for (let hour = 0; hour < BLOCK_HOURS; hour += 1) {
    current = hour === 0 ? current : nextRegime(current, stream);
    logVolatility = VOLATILITY_MEMORY * logVolatility + VOLATILITY_NOISE * stream.gaussian();
    const law = REGIME_LAWS[current];
    const hourly = law.volatility * exp(logVolatility);
    regime.push(current);
    volatility[hour] = hourly;
    factor[hour] = law.drift + hourly * stream.gaussian() + jump(stream, MARKET_JUMP);
    for (const name of CLUSTERS) {
      const moves = clusters[name];
      if (moves !== undefined) moves[hour] = CLUSTER_VOLATILITY * hourly * stream.gaussian();
    }
  }
  return { regime, factor, volatility, clusters };
}

/**
 * Log price of a coin at the end of each hour: the sum of its moves, tilted evenly so that the block
 * ends where the next begins. The tilt is a small drift beside an hour's volatility.
 */
function coinPath(
  coin: SyntheticCoin,
  market: MarketHours,
  ends: { readonly from: number; readonly to: number; readonly stream: RandomStream },
): Float64Array {
  const path = new Float64Array(BLOCK_HOURS);
  const cluster = market.clusters[coin.cluster];
  let sum = 0;
  for (let hour = 0; hour < BLOCK_HOURS; hour += 1) {
    const own = coin.ownVolatility * (market.volatility[hour] ?? 0) * ends.stream.gaussian() + jump(ends.stream, COIN_JUMP);
    sum += coin.beta * (market.factor[hour] ?? 0) + coin.clusterWeight * (cluster?.[hour] ?? 0) + own;
    path[hour] = sum;
  }
  const tilt = (ends.to - ends.from - sum) / BLOCK_HOURS;
  for (let hour = 0; hour < BLOCK_HOURS; hour += 1) path[hour] = ends.from + (path[hour] ?? 0) + tilt * (hour + 1);
  return path;
}

/** A price on its tick, as the double nearest to the printed decimal. Never below one tick. */
function onTick(price: number, ticksPerUnit: number): number {
  return Math.max(1, Math.round(price * ticksPerUnit)) / ticksPerUnit;
}

const decimalPower = (decimals: number): number => Number(`1e${decimals}`);

function coinBars(
  coin: SyntheticCoin,
  market: MarketHours,
  plan: { readonly startMs: number; readonly from: number; readonly to: number; readonly stream: RandomStream },
): BarColumns {
  const { stream } = plan;
  const path = coinPath(coin, market, plan);
  const bars = newColumns(BLOCK_HOURS);
  const ticksPerUnit = decimalPower(coin.priceDecimals);
  const volumeUnits = decimalPower(VOLUME_DECIMALS);
  let previous = plan.from;
  for (let hour = 0; hour < BLOCK_HOURS; hour += 1) {
    const end = path[hour] ?? previous;
    const volatility = coin.beta * (market.volatility[hour] ?? 0);
    const start = previous + OPEN_GAP * volatility * stream.gaussian();
    const range = walkHour({ start, end, volatility, stream });
    bars.tsMs[hour] = plan.startMs + hour * HOUR_MS;
    bars.open[hour] = onTick(exp(start), ticksPerUnit);
    bars.high[hour] = onTick(exp(range.high), ticksPerUnit);
    bars.low[hour] = onTick(exp(range.low), ticksPerUnit);
    bars.close[hour] = onTick(exp(end), ticksPerUnit);
    const bustle = 1 + 1.5 * ((range.high - range.low) / Math.max(volatility, 1e-9));
    bars.volume[hour] = Math.round(coin.baseVolume * bustle * exp(0.45 * stream.gaussian() - 0.6) * volumeUnits) / volumeUnits;
    previous = end;
  }
  return bars;
}

/** The extremes of a Brownian bridge from an hour's open to its close, seen at a few points. Rounding to ticks keeps their order. */
function walkHour(hour: { readonly start: number; readonly end: number; readonly volatility: number; readonly stream: RandomStream }): {
  readonly high: number;
  readonly low: number;
} {
  let high = Math.max(hour.start, hour.end);
  let low = Math.min(hour.start, hour.end);
  let at = hour.start;
  const step = hour.volatility / Math.sqrt(STEPS);
  for (let left = STEPS; left > 1; left -= 1) {
    at += (hour.end - at) / left + step * Math.sqrt((left - 1) / left) * hour.stream.gaussian();
    high = Math.max(high, at);
    low = Math.min(low, at);
  }
  return { high, low };
}

/** One block of every coin, by symbol, and the regime of each hour. */
export type SyntheticBlock = {
  readonly startMs: number;
  readonly regime: readonly MarketRegime[];
  readonly bars: ReadonlyMap<string, BarColumns>;
};

export function generateBlock(source: AnchorSource, block: number): SyntheticBlock {
  const market = marketHours(randomStream(source.sha256, [source.seed, "market", block]));
  const startMs = block * BLOCK_MS;
  const bars = new Map(
    SYNTHETIC_COINS.map((coin) => {
      const stream = randomStream(source.sha256, [source.seed, "coin", coin.symbol, block]);
      return [
        coin.symbol,
        coinBars(coin, market, { startMs, from: anchorOf(source, coin, block), to: anchorOf(source, coin, block + 1), stream }),
      ] as const;
    }),
  );
  return { startMs, regime: market.regime, bars };
}
