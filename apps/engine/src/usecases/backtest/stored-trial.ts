import { randomUUID } from "node:crypto";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendTrials, readTrialSharpes } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import type { CountedRun, TrialFigures } from "./report-backtest.ts";

export type StoredRun = {
  readonly tenantId: string;
  readonly datasetHash: Uint8Array;
  readonly specHash: Uint8Array;
  readonly runBy: string;
  readonly runAtMs: number;
};

/** Counts a run over stored bars in the ledger of its workspace. Each run counts, one that repeats another too. */
export async function countStoredTrial(
  { pool, sha256 }: { readonly pool: Pool; readonly sha256: Sha256 },
  run: StoredRun,
  figures: TrialFigures,
): Promise<CountedRun> {
  const { tenantId, datasetHash, specHash, runBy, runAtMs } = run;
  const origin = sha256(new CanonicalWriter().text("backtest-trial").text(randomUUID()).finish());
  const trial = { origin, source: "stored", studyId: null, runBy, runAtMs, recordedAtMs: runAtMs, specHash, ...figures } as const;
  return inTransaction(pool, async (client) => {
    const { lastNumber } = await appendTrials(client, { tenantId, datasetHash }, [trial]);
    return { number: lastNumber, sharpes: await readTrialSharpes(client, { tenantId, datasetHash }) };
  });
}
