import { barAt, newColumns } from "@ballast/core/market/columns";
import type { Snapshot } from "@ballast/core/market/snapshot";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { boundaryAtOrBefore } from "@ballast/core/time/timeframe";
import { findSeries } from "@ballast/db/repositories/series";
import type { LineageRow } from "@ballast/db/repositories/snapshots";
import type { Pool } from "pg";
import { LineageFeatures, type CloseContent } from "./lineage-features.ts";
import { loadColumns } from "./load-columns.ts";

/** Computes what a sealed close holds anew, from the first stored bar of its lineage on: no state of a sealer is trusted. */
export async function recomputeClose(
  { pool, sha256 }: { readonly pool: Pool; readonly sha256: Sha256 },
  lineage: LineageRow,
  { closeMs }: Pick<Snapshot, "closeMs">,
): Promise<CloseContent> {
  const { source, timeframeMs, universe, originMs } = lineage;
  const series = await Promise.all(universe.map((symbol) => findSeries(pool, { source, symbol, timeframeMs })));
  const read = async (instrument: number, range: { readonly fromMs: number; readonly toMs: number }) => {
    const id = series[instrument]?.id;
    return id === undefined ? newColumns(0) : loadColumns({ db: pool, sha256 }, id, range);
  };
  const features = new LineageFeatures(lineage);
  const openMs = closeMs - timeframeMs;
  await features.replay({ fromMs: boundaryAtOrBefore(originMs + timeframeMs - 1, timeframeMs), toMs: openMs }, read);
  const last = await Promise.all(universe.map((_, instrument) => read(instrument, { fromMs: openMs, toMs: closeMs })));
  return features.close(
    openMs,
    last.map((columns) => (columns.tsMs.length === 0 ? undefined : barAt(columns, 0))),
  );
}
