import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const HEX_32 = /^[0-9a-f]{64}$/;
const VERSION = 1;

const trialSchema = z.object({
  version: z.literal(VERSION),
  /** Makes the trial one and no other: the ledger of the database knows it by this. */
  id: z.uuid(),
  dataset: z.string().regex(HEX_32),
  spec: z.string().regex(HEX_32),
  ran_at_ms: z.int(),
  run_by: z.string(),
  file: z.string(),
  strategy: z.string(),
  sharpe_per_bar: z.number().nullable(),
  observations: z.int().min(0),
  skew: z.number().nullable(),
  kurtosis: z.number().nullable(),
});

/** One run on a file alone, as a line of the ledger. */
export type FileTrial = z.infer<typeof trialSchema>;

const FILE_NAME = "trials.jsonl";
const NEWLINE = 10;
const LOCK_TRIES_MAX = 200;
const LOCK_WAIT_MS = 25;
/** Counting and appending take milliseconds: a lock so old was left by a process that is gone. */
const LOCK_STALE_MS = 10_000;

/** Where the trials of runs on files are counted, beside all other state of the installation. */
export const trialFileIn = (stateDir: string): string => join(stateDir, FILE_NAME);

/** A line of the ledger; undefined where it was cut off or is none. */
function parseTrial(line: string): FileTrial | undefined {
  try {
    const parsed = trialSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === code;
}

/** Every trial of the file, in order; a line that a crash cut off counts for nothing. None where there is no file. */
export async function readTrials(path: string): Promise<readonly FileTrial[]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (isCode(cause, "ENOENT")) return "";
    throw cause;
  });
  return text.split("\n").flatMap((line) => (line === "" ? [] : (parseTrial(line) ?? [])));
}

type WallClock = () => number;

/** Takes away a lock whose holder is gone. */
async function breakStaleLock(lock: string, wallMs: WallClock): Promise<void> {
  const stats = await stat(lock).catch(() => undefined);
  if (stats !== undefined && wallMs() - stats.mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true });
}

async function withLock<T>(path: string, wallMs: WallClock, use: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  let held: FileHandle | undefined;
  for (let tries = 0; held === undefined; tries += 1) {
    held = await open(lock, "wx").catch((cause: unknown) => {
      if (!isCode(cause, "EEXIST") || tries >= LOCK_TRIES_MAX) throw cause;
      return undefined;
    });
    if (held !== undefined) break;
    await breakStaleLock(lock, wallMs);
    await sleep(LOCK_WAIT_MS);
  }
  try {
    return await use();
  } finally {
    await held.close();
    await rm(lock, { force: true });
  }
}

/** Whether the last line has its end: one that a crash cut off must not swallow the next. */
async function endsInNewline(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] === NEWLINE;
}

export type CountedTrial = {
  /** Which run on this dataset it is, by anyone here, from 1. */
  readonly number: number;
  /** Sharpe ratios per bar of all distinct terms among them, where they are defined: a repeat says nothing of their spread. */
  readonly sharpes: readonly number[];
};

type UncountedTrial = Omit<FileTrial, "version" | "id" | "ran_at_ms">;

/**
 * Counts runs on one dataset: their lines are appended together, under a lock, and forced to the disk before
 * the last one's number is told. Runs that happen at once get numbers of their own.
 */
export async function countTrials(path: string, runs: readonly UncountedTrial[], wallMs: WallClock): Promise<CountedTrial> {
  await mkdir(dirname(path), { recursive: true });
  return withLock(path, wallMs, async () => {
    const before = (await readTrials(path)).filter(({ dataset }) => dataset === runs[0]?.dataset);
    const trials = runs.map((run): FileTrial => ({ version: VERSION, id: randomUUID(), ran_at_ms: wallMs(), ...run }));
    const file = await open(path, "a+");
    try {
      const start = (await endsInNewline(file)) ? "" : "\n";
      await file.appendFile(`${start}${trials.map((trial) => `${JSON.stringify(trial)}\n`).join("")}`);
      await file.sync();
    } finally {
      await file.close();
    }
    const bySpec = new Map([...before, ...trials].map(({ spec, sharpe_per_bar: sharpe }) => [spec, sharpe] as const));
    const sharpes = [...bySpec.values()].filter((sharpe) => sharpe !== null);
    return { number: before.length + trials.length, sharpes };
  });
}

/** Counts one run on a file. */
export function countTrial(path: string, run: UncountedTrial, wallMs: WallClock): Promise<CountedTrial> {
  return countTrials(path, [run], wallMs);
}
