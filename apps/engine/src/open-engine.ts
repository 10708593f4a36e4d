import { dirname, join } from "node:path";
import { makeDecide } from "@ballast/core/decision/make-decide";
import { putCoreBundle } from "@ballast/db/repositories/shared-content";
import type { Enqueue } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import { bundleCore } from "./core-bundle.ts";
import type { Log } from "./log.ts";
import { openAnnouncer } from "./marketdata/announce.ts";
import { openInstrumentTable, type InstrumentTable } from "./marketdata/instrument-table.ts";
import { openBreakFinder } from "./marketdata/find-breaks.ts";
import { openSnapshotWindow } from "./marketdata/snapshot-window.ts";
import { SyntheticMarket } from "./marketdata/synthetic/synthetic-market.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { sha256 } from "./ports/sha256.ts";
import { openBookLoader, type BookLoader } from "./usecases/decide-cycle/book-loader.ts";
import { ShardTurns } from "./usecases/decide-cycle/shard-turns.ts";
import { openLab } from "./open-lab.ts";

export type OpenEngine = {
  readonly pool: Pool;
  readonly enqueue: Enqueue;
  readonly workerName: string;
  readonly shards: number;
  readonly leaseMs: number;
  readonly wallMs: () => number;
  readonly stateDir: string;
  readonly log: Log;
  /** Threads that studies are walked in; undefined: as many as there are processors. */
  readonly labThreads?: number | undefined;
};

/** Loads books with the instrument table as it stands: a symbol that somebody adds is decided on without a restart. */
function loadWorkWith(pool: Pool, table: InstrumentTable): BookLoader {
  let instruments = table.current();
  let load = openBookLoader({ pool, sha256, instruments });
  return async (claimed) => {
    await table.refresh();
    if (instruments !== table.current()) {
      instruments = table.current();
      load = openBookLoader({ pool, sha256, instruments });
    }
    return load(claimed);
  };
}

/**
 * Assembles what the engine's work needs, once per process: core's bundle and the instrument table
 * are stored under their hashes, so that every receipt can be replayed from the database alone.
 */
export async function openEngine(options: OpenEngine): Promise<EnginePorts> {
  const { pool, wallMs } = options;
  const bundle = await bundleCore();
  await putCoreBundle(pool, { hash: bundle.hash, body: bundle.bytes });
  const table = await openInstrumentTable({ pool, sha256 });
  const synthetic = new Map<string, SyntheticMarket>();
  const checkpointFolder = join(options.stateDir, "checkpoints");
  return {
    pool,
    sha256,
    wallMs,
    workerName: options.workerName,
    shards: options.shards,
    get instruments() {
      return table.current();
    },
    enqueue: options.enqueue,
    log: options.log,
    checkpoints: { folder: checkpointFolder, keyFile: join(dirname(checkpointFolder), "secrets", "checkpoint-key.pem") },
    syntheticMarket: (seed) => {
      const market = synthetic.get(seed) ?? new SyntheticMarket({ sha256, seed });
      synthetic.set(seed, market);
      return market;
    },
    turns: new ShardTurns(),
    lab: openLab(options),
    cycle: {
      pool,
      loadWork: loadWorkWith(pool, table),
      snapshots: openSnapshotWindow(pool),
      findBreaks: openBreakFinder(sha256),
      decide: makeDecide({ sha256 }),
      coreHash: bundle.hash,
      workerName: options.workerName,
      leaseMs: options.leaseMs,
      wallMs,
      log: options.log,
      announce: openAnnouncer(pool, options.log),
    },
  };
}
