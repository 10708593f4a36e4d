import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The engine as it ships: a process of its own. */
export type EngineProcess = {
  readonly url: string;
  /** Ends it with this signal; answers its exit code, null where the signal ended it. */
  readonly end: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
  readonly log: () => string;
};

export type EngineEnvironment = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly stateDir: string;
  readonly port: number;
  readonly leaseSeconds: number;
};

const MAIN = join(import.meta.dirname, "../main.ts");
const ASK_MS = 50;
const START_ASKED_MAX = 1_200;
const LOG_LENGTH_MAX = 50_000;

/** Starts an engine and waits until its health endpoint answers; it may be far from ready then. */
export async function startEngineProcess(of: EngineEnvironment): Promise<EngineProcess> {
  let log = "";
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL_ENGINE: of.databaseUrl,
      REDIS_URL: of.redisUrl,
      BALLAST_STATE_DIR: of.stateDir,
      ENGINE_PORT: String(of.port),
      ENGINE_LEASE_SECONDS: String(of.leaseSeconds),
      LOGLEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-LOG_LENGTH_MAX);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${of.port}`;
  const isAlive = async (): Promise<boolean> => (await fetch(`${url}/health`).catch(() => undefined))?.ok === true;
  for (let asked = 0; !(await isAlive()); asked += 1) {
    if (child.exitCode !== null || asked > START_ASKED_MAX) {
      child.kill("SIGKILL");
      throw new Error(`the engine did not start:\n${log}`);
    }
    await sleep(ASK_MS);
  }
  return {
    url,
    log: () => log,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
