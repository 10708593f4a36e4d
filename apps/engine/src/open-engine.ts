import { dirname, join } from "node:path";
import { makeDecide } from "@ballast/core/decision/make-decide";
import { putCoreBundle, putInstrumentTable } from "@ballast/db/repositories/shared-content";
import { instrumentTableBytes } from "@ballast/core/market/instrument";
import type { Enqueue } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import { bundleCore } from "./core-bundle.ts";
import type { Log } from "./log.ts";
import { openAnnouncer } from "./marketdata/announce.ts";
import { loadInstruments } from "./marketdata/load-instruments.ts";
import { openSnapshotWindow } from "./marketdata/snapshot-window.ts";
import { SyntheticMarket } from "./marketdata/synthetic/synthetic-market.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { sha256 } from "./ports/sha256.ts";
import { openBookLoader } from "./usecases/decide-cycle/book-loader.ts";
import { withoutSteps } from "./usecases/runs/reference-instruments.ts";

export type OpenEngine = {
  readonly pool: Pool;
  readonly enqueue: Enqueue;
  readonly workerName: string;
  readonly shards: number;
  readonly leaseMs: number;
  readonly wallMs: () => number;
  readonly stateDir: string;
  readonly log: Log;
};

/**
 * Assembles what the engine's work needs, once per process: core's bundle and the instrument table
 * are stored under their hashes, so that every receipt can be replayed from the database alone.
 */
export async function openEngine(options: OpenEngine): Promise<EnginePorts> {
  const { pool, wallMs } = options;
  const bundle = await bundleCore();
  await putCoreBundle(pool, { hash: bundle.hash, body: bundle.bytes });
  const instruments = await loadInstruments(pool);
  for (const table of [instruments, withoutSteps(instruments)]) {
    const body = instrumentTableBytes(table);
    await putInstrumentTable(pool, { hash: sha256(body), body });
  }
  const synthetic = new Map<string, SyntheticMarket>();
  const checkpointFolder = join(options.stateDir, "checkpoints");
  return {
    pool,
    sha256,
    wallMs,
    workerName: options.workerName,
    shards: options.shards,
    instruments,
    enqueue: options.enqueue,
    log: options.log,
    checkpoints: { folder: checkpointFolder, keyFile: join(dirname(checkpointFolder), "secrets", "checkpoint-key.pem") },
    syntheticMarket: (seed) => {
      const market = synthetic.get(seed) ?? new SyntheticMarket({ sha256, seed });
      synthetic.set(seed, market);
      return market;
    },
    cycle: {
      pool,
      loadWork: openBookLoader({ pool, sha256, instruments }),
      snapshots: openSnapshotWindow(pool),
      decide: makeDecide({ sha256 }),
      coreHash: bundle.hash,
      workerName: options.workerName,
      leaseMs: options.leaseMs,
      wallMs,
      announce: openAnnouncer(pool, options.log),
    },
  };
}
