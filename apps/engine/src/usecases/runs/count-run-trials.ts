import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { inTransaction } from "@ballast/db/clients/pool";
import type { Run } from "@ballast/db/repositories/runs";
import { appendTrials } from "@ballast/db/repositories/trials";
import type { Pool } from "pg";
import { figuresOfCurve } from "../backtest/report-backtest.ts";
import { adoptFileTrials } from "../lab/adopt-file-trials.ts";
import { hashDataset } from "../lab/spec-hash.ts";
import { summariseRun, type BookSummary } from "./summarise-run.ts";

type CountingPorts = { readonly pool: Pool; readonly sha256: Sha256; readonly wallMs: () => number };

/** The curve of a book, with its end as it was booked. */
function curveOf({ marks, summary }: BookSummary): Float64Array {
  const curve = Float64Array.from(marks, ({ equity }) => equity);
  if (curve.length > 0) curve[curve.length - 1] = summary.finalEquity;
  return curve;
}

/**
 * Counts what a run over stored bars came to in the ledgers of its datasets: a trial for each of its accounts,
 * once, however often this is asked. A run that goes on without an end is no trial of the past.
 */
export async function countRunTrials({ pool, sha256, wallMs }: CountingPorts, run: Run): Promise<void> {
  const { source, askedBy, content } = run.options;
  if (run.kind === "live" || typeof source !== "string") return;
  const runBy = typeof askedBy === "string" ? askedBy : `run ${run.key}`;
  for (const book of await summariseRun(pool, run)) {
    const { tenantId, accountId, accountKey, settingsBody } = book.book;
    const { instruments, timeframeMs } = decodeStrategySettings(settingsBody);
    const dataset = { source, instruments, timeframeMs };
    const datasetHash = hashDataset(sha256, dataset);
    const hashOf = (...words: readonly string[]): Uint8Array => {
      const writer = new CanonicalWriter();
      for (const word of words) writer.text(word);
      return sha256(writer.finish());
    };
    const atMs = wallMs();
    const trial = {
      origin: hashOf("run-trial", run.id, accountId),
      source: "stored",
      studyId: null,
      ...{ runBy, runAtMs: atMs, recordedAtMs: atMs },
      specHash: hashOf("run-terms", typeof content === "string" ? content : run.key, accountKey),
      ...figuresOfCurve(curveOf(book)),
    } as const;
    await adoptFileTrials({ pool, sha256 }, { tenantId, datasetHash, dataset });
    await inTransaction(pool, (client) => appendTrials(client, { tenantId, datasetHash }, [trial]));
  }
}
