import { spawn } from "node:child_process";
import { join } from "node:path";
import { RotatingLog } from "./rotating-log.ts";

export type TurboRun = {
  readonly projectRoot: string;
  readonly task: string;
  /** The one package whose task is run, with what it depends on; all of them where it is left out. */
  readonly filter?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly signal: AbortSignal;
};

/** Nothing is sent anywhere: neither telemetry nor a remote cache. */
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", TURBO_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", DO_NOT_TRACK: "1" };

/** Runs a task of the packages; turbo compares the hashes of their sources and skips what has not changed. */
export async function runTurbo({ projectRoot, task, filter, env, logFile, signal }: TurboRun): Promise<void> {
  const turbo = join(projectRoot, "node_modules/.bin/turbo");
  const only = filter === undefined ? [] : [`--filter=${filter}`];
  const child = spawn(turbo, ["run", task, ...only, "--env-mode=loose", "--output-logs=new-only", "--ui=stream"], {
    cwd: projectRoot,
    env: { ...process.env, ...QUIET, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGTERM",
  });
  const log = new RotatingLog(logFile);
  log.follow(child.stdout);
  log.follow(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`"turbo run ${task}" failed. Its log is ${logFile} and ends:\n${log.tail}`);
}
