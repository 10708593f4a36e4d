import { HOUR_MS } from "@ballast/core/time/timeframe";
import {
  chainCheckpoint,
  commandExecute,
  cycleDecide,
  marketTick,
  runAdvance,
  studyChunk,
  studyTend,
  type Job,
} from "@ballast/jobs/catalog";
import type { Enqueue } from "@ballast/jobs/enqueue";
import type { Pool } from "pg";
import { openLog } from "../log.ts";
import { openEngine } from "../open-engine.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { checkpointChains } from "../usecases/checkpoint-chains.ts";
import { executeCommand } from "../usecases/commands/execute-command.ts";
import { decideShard } from "../usecases/decide-cycle/decide-shard.ts";
import { carryOutChunk } from "../usecases/lab/carry-out-chunk.ts";
import { tendStudy } from "../usecases/lab/tend-study.ts";
import { tickMarket } from "../usecases/market/tick-market.ts";
import { advanceRun } from "../usecases/runs/advance-run.ts";

export type TestEngineOptions = {
  readonly pool: Pool;
  readonly stateDir: string;
  readonly wallMs: () => number;
  readonly workerName?: string;
  readonly leaseMs?: number;
  readonly shards?: number;
};

/** An engine on a test's database whose jobs wait in memory until the test drains them. */
export type TestEngine = {
  readonly ports: EnginePorts;
  /** Ids of the jobs that wait, in order. */
  readonly waiting: () => readonly string[];
  /** Carries out what waits, and what that brings, one by one in order; answers how many jobs it were. */
  readonly drain: () => Promise<number>;
  /** Carries out the first job that waits; false where none does. */
  readonly step: () => Promise<boolean>;
  /** What a loss of Redis does to the jobs. */
  readonly loseJobs: () => void;
};

const LEASE_MS = 10_000;
const SHARDS = 4;
const JOBS_MAX = 10_000;

type Handler = (ports: EnginePorts, payload: unknown) => Promise<void>;

function handler<Payload>(job: Job<Payload>, work: (ports: EnginePorts, payload: Payload) => Promise<unknown>): readonly [string, Handler] {
  return [
    job.name,
    async (ports, payload) => {
      await work(ports, job.payload.parse(payload));
    },
  ];
}

const HANDLERS = new Map<string, Handler>([
  handler(marketTick, tickMarket),
  handler(commandExecute, executeCommand),
  handler(chainCheckpoint, (ports, { hourMs }) => checkpointChains(ports, hourMs)),
  handler(runAdvance, (ports, { runId }) => advanceRun({ ...ports.cycle, enqueue: ports.enqueue, sha256: ports.sha256 }, runId)),
  handler(cycleDecide, decideShard),
  handler(studyTend, (ports, study) => tendStudy(ports.lab, study)),
  handler(studyChunk, (ports, piece) => carryOutChunk(ports.lab, piece)),
]);

export async function openTestEngine(options: TestEngineOptions): Promise<TestEngine> {
  const waiting = new Map<string, { readonly name: string; readonly payload: unknown }>();
  const enqueue: Enqueue = async (job, payload) => {
    waiting.set(job.id(payload), { name: job.name, payload });
  };
  const ports = await openEngine({
    pool: options.pool,
    enqueue,
    workerName: options.workerName ?? "test-engine",
    shards: options.shards ?? SHARDS,
    leaseMs: options.leaseMs ?? LEASE_MS,
    wallMs: options.wallMs,
    stateDir: options.stateDir,
    log: openLog("silent", "test", "stderr"),
    labThreads: 1,
  });
  const step = async (): Promise<boolean> => {
    const [next] = waiting;
    if (next === undefined) return false;
    const [id, { name, payload }] = next;
    waiting.delete(id);
    await HANDLERS.get(name)?.(ports, payload);
    return true;
  };
  return {
    ports,
    waiting: () => [...waiting.keys()],
    step,
    drain: async () => {
      for (let done = 0; done < JOBS_MAX; done += 1) if (!(await step())) return done;
      throw new Error(`the jobs did not come to an end: ${[...waiting.keys()].join(", ")}`);
    },
    loseJobs: () => {
      waiting.clear();
    },
  };
}

/** Brings a market so many closes on, one tick a close, and drains what that makes due. */
export async function passHours(
  engine: TestEngine,
  market: { readonly key: string; readonly cursorMs: number },
  hours: number,
): Promise<void> {
  for (let hour = 1; hour <= hours; hour += 1) {
    await tickMarket(engine.ports, { marketKey: market.key, closeMs: market.cursorMs + hour * HOUR_MS });
    await engine.drain();
  }
}
