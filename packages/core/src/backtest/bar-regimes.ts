import { alignBars, rowsOfRange } from "../features/aligned-bars.ts";
import { FeaturePanel } from "../features/feature-panel.ts";
import type { BarColumns } from "../market/bar.ts";
import { rollUpColumns } from "../market/aggregation.ts";
import { MarketTrack, REGIME_FEATURE_NAMES } from "../regime/market-track.ts";
import { REGIME_VALUE_NAMES, regimeReadingOf, type Regime } from "../regime/regime.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { RegimeChange } from "./regime-table.ts";

const SYMBOL = "benchmark";

/** A column of the panel as the regime reads it: NaN is a value that is not there. */
function valueAt(column: Float64Array | undefined, row: number): number | undefined {
  const value = column?.[row];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/**
 * The regimes of a benchmark's history, as a lineage of its hourly bars reads them: bars of a shorter
 * timeframe are rolled up to hours, and a regime stands from the close that showed it until the next
 * change. Empty for longer timeframes, from which hours can't be had. The bars before a run's first
 * belong in it: a month of hours is needed until a regime is known.
 */
export function regimesOfBars(bars: BarColumns, timeframeMs: number): readonly RegimeChange[] {
  const [firstMs, lastMs] = [bars.tsMs[0], bars.tsMs[bars.tsMs.length - 1]];
  if (firstMs === undefined || lastMs === undefined || HOUR_MS % timeframeMs !== 0) return [];
  const hours = rollUpColumns(bars, { timeframeMs: HOUR_MS, untilMs: lastMs + timeframeMs });
  const fromMs = hours.tsMs[0];
  if (fromMs === undefined) return [];
  const range = { fromMs, toMs: (hours.tsMs[hours.tsMs.length - 1] ?? fromMs) + HOUR_MS, timeframeMs: HOUR_MS };
  const aligned = alignBars(hours, range);
  const spec = { universe: [SYMBOL], featureNames: REGIME_FEATURE_NAMES, marketFeatureNames: REGIME_VALUE_NAMES, timeframeMs: HOUR_MS };
  const track = new MarketTrack(spec);
  const panel = new FeaturePanel({ ...spec, marketFeatureNames: track.panelNames });
  const changes: RegimeChange[] = [];
  let standing: Regime | undefined;
  for (let from = 0; from < rowsOfRange(range); from += panel.tileRows) {
    const to = Math.min(rowsOfRange(range), from + panel.tileRows);
    const [columns] = panel.advance(fromMs + from * HOUR_MS, [aligned], { from, to }).features;
    for (let row = 0; row < to - from; row += 1) {
      // An hour without a bar shows nothing, and what stood goes on: hysteresis counts the closes that were seen.
      if (aligned.present[from + row] !== 1) continue;
      const values = track.push({ benchmark: (feature) => valueAt(columns?.[feature], row), market: [] })?.values;
      const regime = values === undefined ? undefined : regimeReadingOf(values)?.regime;
      if (regime === undefined || regime === standing) continue;
      changes.push({ fromMs: fromMs + (from + row + 1) * HOUR_MS, regime });
      standing = regime;
    }
  }
  return changes;
}
