import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import type { DatasetName } from "@ballast/db/repositories/holdouts";
import { findSeries } from "@ballast/db/repositories/series";
import { appendTrials, hasFileTrials, listTrials } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import { hashBarColumns } from "../../marketdata/import/load-bar-columns.ts";
import { loadColumns } from "../../marketdata/load-columns.ts";

/** Runs on one file that are taken over at a time. */
const ADOPTED_MAX = 50_000;

/**
 * Counts what was tried on a file under the series that holds the same bars since: importing a file must
 * not make its trials forgotten. Each is counted there once, however often this is asked.
 */
export async function adoptFileTrials(
  ports: { readonly pool: Pool; readonly sha256: Sha256 },
  of: { readonly tenantId: string; readonly datasetHash: Uint8Array; readonly dataset: DatasetName },
): Promise<number> {
  const { pool, sha256 } = ports;
  const { tenantId, datasetHash, dataset } = of;
  const [symbol, ...others] = dataset.instruments;
  if (symbol === undefined || others.length > 0 || !(await hasFileTrials(pool, tenantId))) return 0;
  const { source, timeframeMs } = dataset;
  const series = await findSeries(pool, { source, symbol, timeframeMs });
  if (series === undefined) return 0;
  const everything = { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER };
  const columns = await loadColumns({ db: pool, sha256 }, series.id, everything);
  const ofFile = await listTrials(pool, { tenantId, datasetHash: hashBarColumns(sha256, { timeframeMs, columns }), limit: ADOPTED_MAX });
  const adopted = ofFile.toReversed().map((trial) => {
    const writer = new CanonicalWriter().text("adopted-trial").bytes(trial.origin).bytes(datasetHash);
    return { ...trial, origin: sha256(writer.finish()) };
  });
  if (adopted.length === 0) return 0;
  return (await inTransaction(pool, (client) => appendTrials(client, { tenantId, datasetHash }, adopted))).appended;
}
