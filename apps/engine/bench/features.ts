import { newAlignedBars, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { FeaturePanel } from "@ballast/core/features/feature-panel";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "@ballast/core/features/governed-features";
import { isPanelMarketFeature } from "@ballast/core/features/market-features";
import type { Bar } from "@ballast/core/market/bar";
import { TRAINING_THIRTY } from "@ballast/core/market/universe";
import { HOUR_MS } from "@ballast/core/time/timeframe";

const INSTRUMENTS = 30;
const ROWS = 5 * 8_766;
const INCREMENTAL_ROWS = 8_766;
const ROUNDS = 3;
const FROM_MS = Date.UTC(2021, 0, 1);

const SPEC = {
  timeframeMs: HOUR_MS,
  universe: TRAINING_THIRTY.slice(0, INSTRUMENTS).map((coin) => `${coin}/USD`),
  featureNames: GOVERNED_FEATURE_NAMES,
  marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES.filter(isPanelMarketFeature),
};

/** Hours of a random walk; what it earns is of no interest here. */
function syntheticHours(seed: number): AlignedBars {
  const bars = newAlignedBars(ROWS);
  bars.present.fill(1);
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
  let close = 100;
  for (let row = 0; row < ROWS; row += 1) {
    const open = close;
    close = open * (1 + 0.01 * draw());
    bars.open[row] = open;
    bars.close[row] = close;
    bars.high[row] = Math.max(open, close) * (1.001 + 0.001 * draw());
    bars.low[row] = Math.min(open, close) * (0.999 - 0.001 * draw());
    bars.volume[row] = 100 * (1 + draw());
  }
  return bars;
}

function barOf(bars: AlignedBars, row: number): Bar {
  const [open = 0, high = 0, low = 0, close = 0, volume = 0] = [bars.open, bars.high, bars.low, bars.close, bars.volume].map(
    (column) => column[row],
  );
  return { tsMs: FROM_MS + row * HOUR_MS, open, high, low, close, volume };
}

/** Processor time of a piece of work: what else the machine does does not count. */
function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

function batch(series: readonly AlignedBars[], rows: number): void {
  const panel = new FeaturePanel(SPEC);
  for (let from = 0; from < rows; from += panel.tileRows)
    panel.advance(FROM_MS + from * HOUR_MS, series, { from, to: Math.min(rows, from + panel.tileRows) });
}

function incremental(series: readonly AlignedBars[], rows: number): void {
  const panel = new FeaturePanel(SPEC);
  for (let row = 0; row < rows; row += 1)
    panel.push(
      FROM_MS + row * HOUR_MS,
      series.map((bars) => barOf(bars, row)),
    );
}

function rateOf(rows: number, work: () => void): Record<string, number> {
  const seconds = Math.min(...Array.from({ length: ROUNDS }, () => cpuSeconds(work)));
  const bars = rows * INSTRUMENTS;
  return {
    instrumentBars: bars,
    cpuSeconds: seconds,
    instrumentBarsPerSecond: bars / seconds,
    microsecondsPerInstrumentBar: (seconds * 1e6) / bars,
  };
}

/** All governed features of 30 instruments over five years of hours, with the correlations of all pairs, on one thread. */
export function benchFeatures(say: (line: string) => void): Record<string, unknown> {
  say(`features: ${INSTRUMENTS} instruments, ${ROWS} hours`);
  const series = SPEC.universe.map((_, index) => syntheticHours(index + 1));
  const rssBeforeMb = process.memoryUsage.rss() / 1_048_576;
  const short = rateOf(Math.floor(ROWS / 5), () => batch(series, Math.floor(ROWS / 5)));
  const rssShortMb = process.memoryUsage.rss() / 1_048_576;
  const whole = rateOf(ROWS, () => batch(series, ROWS));
  const rssWholeMb = process.memoryUsage.rss() / 1_048_576;
  say(`features one close at a time: ${INCREMENTAL_ROWS} hours`);
  const pushed = rateOf(INCREMENTAL_ROWS, () => incremental(series, INCREMENTAL_ROWS));
  return {
    goal: "0.4 microseconds of processor time per instrument-bar in batch; memory flat in the number of bars",
    features: SPEC.featureNames.length,
    batch: whole,
    batchOfOneYear: short,
    incremental: pushed,
    rssMb: { bars: rssBeforeMb, afterOneYear: rssShortMb, afterFiveYears: rssWholeMb },
  };
}
