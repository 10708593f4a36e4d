import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { listTenants } from "@ballast/db/repositories/accounts";
import { appendTrials, type Trial } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import { readTrials, type FileTrial } from "../backtest/trial-file.ts";

/** Trials of one commit. */
const BATCH = 1_000;

type ImportPorts = { readonly pool: Pool; readonly sha256: Sha256; readonly wallMs: () => number };

function trialOfFile({ sha256, wallMs }: ImportPorts, trial: FileTrial): Omit<Trial, "tenantId" | "datasetHash"> {
  return {
    origin: sha256(new CanonicalWriter().text("file-trial").text(trial.id).finish()),
    source: "file",
    studyId: null,
    runBy: trial.run_by,
    runAtMs: trial.ran_at_ms,
    recordedAtMs: wallMs(),
    specHash: Buffer.from(trial.spec, "hex"),
    sharpePerBar: trial.sharpe_per_bar,
    observations: trial.observations,
    skew: trial.skew,
    kurtosis: trial.kurtosis,
  };
}

/**
 * Counts what was run on files alone, without a server, in the ledgers of the database: each line once in
 * every workspace, for whoever sits at this machine works in all of them. A line that stands there is left
 * out, so that every start may read the whole file; answers how many were new.
 */
export async function importFileTrials(ports: ImportPorts, path: string): Promise<number> {
  const trials = await readTrials(path);
  const byDataset = Map.groupBy(trials, ({ dataset }) => dataset);
  let imported = 0;
  for (const { id: tenantId } of trials.length === 0 ? [] : await listTenants(ports.pool))
    for (const [dataset, runs] of byDataset)
      for (let from = 0; from < runs.length; from += BATCH) {
        const batch = runs.slice(from, from + BATCH).map((run) => trialOfFile(ports, run));
        const { appended } = await inTransaction(ports.pool, (client) =>
          appendTrials(client, { tenantId, datasetHash: Buffer.from(dataset, "hex") }, batch),
        );
        imported += appended;
      }
  return imported;
}
