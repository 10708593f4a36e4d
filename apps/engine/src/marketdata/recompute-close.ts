import { barAt, newColumns } from "@ballast/core/market/columns";
import type { Snapshot } from "@ballast/core/market/snapshot";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { boundaryAtOrBefore } from "@ballast/core/time/timeframe";
import { findSeries } from "@ballast/db/repositories/series";
import type { LineageRow } from "@ballast/db/repositories/snapshots";
import type { ClientBase, Pool } from "pg";
import { LineageFeatures, type CloseContent, type ReadBars } from "./lineage-features.ts";
import { loadColumns } from "./load-columns.ts";

/** Reads one after the other: a transaction's connection answers one question at a time. */
function inTurn(read: ReadBars): ReadBars {
  let last: Promise<unknown> = Promise.resolve();
  return (instrument, range) => {
    const next = last.then(() => read(instrument, range));
    last = next.catch(() => undefined);
    return next;
  };
}

/** Computes what a sealed close holds anew, from the first stored bar of its lineage on: no state of a sealer is trusted. */
export async function recomputeClose(
  { db, sha256 }: { readonly db: ClientBase | Pool; readonly sha256: Sha256 },
  lineage: LineageRow,
  { closeMs }: Pick<Snapshot, "closeMs">,
): Promise<CloseContent> {
  const { source, timeframeMs, universe, originMs } = lineage;
  const series: (string | undefined)[] = [];
  for (const symbol of universe) series.push((await findSeries(db, { source, symbol, timeframeMs }))?.id);
  const read = inTurn(async (instrument, range) => {
    const id = series[instrument];
    return id === undefined ? newColumns(0) : loadColumns({ db, sha256 }, id, range);
  });
  const features = new LineageFeatures(lineage);
  const openMs = closeMs - timeframeMs;
  await features.replay({ fromMs: boundaryAtOrBefore(originMs + timeframeMs - 1, timeframeMs), toMs: openMs }, read);
  const last = await Promise.all(universe.map((_, instrument) => read(instrument, { fromMs: openMs, toMs: closeMs })));
  return features.close(
    openMs,
    last.map((columns) => (columns.tsMs.length === 0 ? undefined : barAt(columns, 0))),
  );
}
