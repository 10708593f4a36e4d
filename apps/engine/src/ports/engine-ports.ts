import type { Instrument } from "@ballast/core/market/instrument";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { Enqueue } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import type { SyntheticMarket } from "../marketdata/synthetic/synthetic-market.ts";
import type { Log } from "../log.ts";
import type { CyclePorts } from "../usecases/decide-cycle/cycle-ports.ts";
import type { LabPorts } from "../usecases/lab/lab-ports.ts";
import type { ShardTurns } from "../usecases/decide-cycle/shard-turns.ts";

/** Everything that the engine's work needs of the world, made once in main. */
export type EnginePorts = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly wallMs: () => number;
  readonly workerName: string;
  readonly shards: number;
  readonly instruments: readonly Instrument[];
  readonly enqueue: Enqueue;
  readonly cycle: CyclePorts;
  readonly turns: ShardTurns;
  /** Where researchers' studies are carried out. */
  readonly lab: LabPorts;
  /** The synthetic market of a seed; made once per seed. */
  readonly syntheticMarket: (seed: string) => SyntheticMarket;
  /** Where checkpoints are kept and the key that signs them. */
  readonly checkpoints: { readonly folder: string; readonly keyFile: string };
  readonly log: Log;
};
