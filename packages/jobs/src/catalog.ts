import { z } from "zod";

/**
 * Every job there is: its name, the payload that producer and worker both parse, its id, its
 * retries. A payload carries ids only. A queue delivers a nudge; the claimed row in Postgres
 * decides who works, and a sweep would find the row without the nudge.
 */
export type Job<Payload> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Two nudges with one id fold into one while the first still waits. No colons: BullMQ reserves them. */
  readonly id: (payload: Payload) => string;
  /**
   * What becomes of a nudge whose job is at work. Where its work is whatever is due, the nudge is kept and
   * brings another look once the job is done, for its last look may lie behind it; where it is one thing,
   * the nudge folds, for that thing is being done.
   */
  readonly whileAtWork: "kept" | "folded";
  readonly attemptsMax: number;
  readonly backoffMs: number;
};

/** What a set of books follows: a market's key for continuous runs, a run's id for its own replay. */
const track = z.string().min(1).max(64);

type MarketTick = { readonly marketKey: string; readonly closeMs: number };

/** Close the market's next interval: bars, snapshot, due cycles. */
export const marketTick: Job<MarketTick> = {
  name: "market.tick",
  payload: z.strictObject({ marketKey: track, closeMs: z.int() }),
  id: ({ marketKey, closeMs }) => `market.tick~${marketKey}~${closeMs}`,
  whileAtWork: "folded",
  attemptsMax: 3,
  backoffMs: 500,
};

type RunAdvance = { readonly runId: string };

/** Seal what a replay run still lacks, nudge its shards, finish the run when all its books are through. */
export const runAdvance: Job<RunAdvance> = {
  name: "run.advance",
  payload: z.strictObject({ runId: z.uuid() }),
  id: ({ runId }) => `run.advance~${runId}`,
  whileAtWork: "kept",
  attemptsMax: 5,
  backoffMs: 500,
};

type CycleDecide = { readonly track: string; readonly shard: number };

/** Decide every due slot of the shard's books, up to the last sealed snapshot. */
export const cycleDecide: Job<CycleDecide> = {
  name: "cycle.decide",
  payload: z.strictObject({ track, shard: z.int().min(0).max(1023) }),
  id: (payload) => `cycle.decide~${payload.track}~${payload.shard}`,
  whileAtWork: "kept",
  attemptsMax: 5,
  backoffMs: 500,
};

type CommandExecute = { readonly tenantId: string; readonly commandId: string };

/** Carry out one command row that the web or the command line wrote. */
export const commandExecute: Job<CommandExecute> = {
  name: "command.execute",
  payload: z.strictObject({ tenantId: z.uuid(), commandId: z.uuid() }),
  id: ({ commandId }) => `command.execute~${commandId}`,
  whileAtWork: "folded",
  attemptsMax: 3,
  backoffMs: 1_000,
};

type ChainCheckpoint = { readonly hourMs: number };

/** Sign the heads of all chains and keep the signature outside the database. */
export const chainCheckpoint: Job<ChainCheckpoint> = {
  name: "chain.checkpoint",
  payload: z.strictObject({ hourMs: z.int() }),
  id: ({ hourMs }) => `chain.checkpoint~${hourMs}`,
  whileAtWork: "folded",
  attemptsMax: 3,
  backoffMs: 5_000,
};

type ReplayAudit = { readonly tickMs: number };

/** Replay the sample that this tick draws, and open an incident where anything differs. */
export const replayAudit: Job<ReplayAudit> = {
  name: "replay.audit",
  payload: z.strictObject({ tickMs: z.int() }),
  id: ({ tickMs }) => `replay.audit~${tickMs}`,
  whileAtWork: "folded",
  attemptsMax: 1,
  backoffMs: 5_000,
};

type StudyTend = { readonly tenantId: string; readonly studyId: string };

/** Cut a study into pieces, or judge it once all of them are done. */
export const studyTend: Job<StudyTend> = {
  name: "study.tend",
  payload: z.strictObject({ tenantId: z.uuid(), studyId: z.uuid() }),
  id: ({ studyId }) => `study.tend~${studyId}`,
  whileAtWork: "kept",
  attemptsMax: 3,
  backoffMs: 1_000,
};

type StudyChunk = { readonly tenantId: string; readonly studyId: string; readonly chunk: number };

/** Walk the parameter sets of one piece of a study. */
export const studyChunk: Job<StudyChunk> = {
  name: "study.chunk",
  payload: z.strictObject({ tenantId: z.uuid(), studyId: z.uuid(), chunk: z.int().min(0) }),
  id: ({ studyId, chunk }) => `study.chunk~${studyId}~${chunk}`,
  whileAtWork: "folded",
  attemptsMax: 3,
  backoffMs: 1_000,
};

export const jobNames: readonly string[] = [
  marketTick,
  runAdvance,
  cycleDecide,
  commandExecute,
  chainCheckpoint,
  replayAudit,
  studyTend,
  studyChunk,
].map(({ name }) => name);
