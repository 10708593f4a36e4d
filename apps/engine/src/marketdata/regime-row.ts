import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { Snapshot } from "@ballast/core/market/snapshot";
import { hasMarketReading, marketReadingOf } from "@ballast/core/strategy/governed/reading";
import type { RegimeRow } from "@ballast/db/repositories/regimes";

/**
 * What a snapshot says of the market's weather, as the row that pages draw. Undefined while the regime
 * warms up, at a close without the benchmark's bar, and in lineages that seal no regime.
 */
export function regimeRowOf(snapshot: Snapshot, universe: readonly string[]): RegimeRow | undefined {
  const reading = hasMarketReading(snapshot) ? marketReadingOf(snapshot) : undefined;
  if (reading === undefined) return undefined;
  const benchmark = benchmarkOf(universe);
  const bar = snapshot.instruments.find(({ symbol }) => symbol === benchmark)?.bar;
  if (bar === undefined) return undefined;
  return { closeMs: snapshot.closeMs, ...reading.regime, breadth: reading.breadth, benchmarkClose: bar.close };
}
