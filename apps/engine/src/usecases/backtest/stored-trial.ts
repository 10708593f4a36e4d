import { randomUUID } from "node:crypto";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { toHex, type Sha256 } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { BACKTEST_RUN } from "@ballast/db/repositories/holdout-looks";
import { appendTrials, readTrialSharpes } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import { adoptFileTrials } from "../lab/adopt-file-trials.ts";
import { lookInto, type Sight } from "../lab/holdout-looks.ts";
import { hashDataset } from "../lab/spec-hash.ts";
import type { CountedRun, TrialFigures } from "./report-backtest.ts";

export type StoredRun = Sight & {
  readonly specHash: Uint8Array;
  readonly runBy: string;
  readonly runAtMs: number;
};

/**
 * Counts a run over stored bars in the ledger of its workspace, behind what was tried on a file of the same
 * bars. Each run counts, one that repeats another too, and which bars it saw is audited: none of them can be
 * held out later as if nobody had looked.
 */
export async function countStoredTrial(
  { pool, sha256 }: { readonly pool: Pool; readonly sha256: Sha256 },
  run: StoredRun,
  figures: TrialFigures,
): Promise<CountedRun> {
  const { tenantId, dataset, specHash, runBy, runAtMs, toMs } = run;
  const datasetHash = hashDataset(sha256, dataset);
  const name = randomUUID();
  const origin = sha256(new CanonicalWriter().text("backtest-trial").text(name).finish());
  const trial = { origin, source: "stored", studyId: null, runBy, runAtMs, recordedAtMs: runAtMs, specHash, ...figures } as const;
  await adoptFileTrials({ pool, sha256 }, { tenantId, datasetHash, dataset });
  return inTransaction(pool, async (client) => {
    const { lastNumber } = await appendTrials(client, { tenantId, datasetHash }, [trial]);
    const seen = { source: dataset.source, instruments: dataset.instruments.join(" "), to: new Date(toMs).toISOString() };
    const facts = { ...seen, trial: String(lastNumber), specHash: toHex(specHash) };
    await appendAudit(client, { tenantId, atMs: runAtMs, actor: runBy, act: BACKTEST_RUN, subject: toHex(datasetHash), facts });
    const looks = await lookInto(client, run, { actor: runBy, atMs: runAtMs, kind: "backtest", of: name });
    return { number: lastNumber, sharpes: await readTrialSharpes(client, { tenantId, datasetHash }), looks };
  });
}
