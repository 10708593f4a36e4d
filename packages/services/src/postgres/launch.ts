import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { OnProgress } from "../progress.ts";
import { RefusedToStart } from "../refused-to-start.ts";
import { freedPort, rememberedPort } from "../system/ports.ts";
import { stopProcess, type Signal } from "../system/processes.ts";
import type { ServerAccount } from "../system/server-account.ts";
import { followServer, type ServerProcess } from "../system/server-process.ts";
import { serverEnv, SUPERUSER } from "./cluster.ts";
import { serverSettings, type Durability } from "./settings.ts";
import { acceptVersion } from "./version.ts";

const START_ATTEMPTS_MAX = 5;
/** Crash recovery replays at most max_wal_size of log, which even a slow disk does in this time. */
const READY_TIMEOUT_MS = 120_000;
const READY_POLL_MS = 50;
const LOG_BYTES_MAX = 10_000_000;
const LOG_TAIL_CHARS = 2_000;

/** SIGINT disconnects clients and writes a checkpoint; SIGQUIT leaves recovery to the next start. */
export const STOP_SIGNALS: readonly Signal[] = [
  { name: "SIGINT", graceMs: 5_000 },
  { name: "SIGQUIT", graceMs: 2_000 },
  { name: "SIGKILL", graceMs: 1_000 },
];

export type Launch = {
  readonly home: string;
  readonly dataDir: string;
  readonly password: string;
  readonly program: string;
  readonly durability: Durability;
  readonly account: ServerAccount | undefined;
  readonly onProgress: OnProgress;
  /** Where clients look for it already; undefined: last start's port, or a free one. */
  readonly port?: number;
};

export type LaunchedPostgres = {
  readonly adminUrl: string;
  readonly port: number;
  readonly version: string;
  readonly process: ServerProcess;
};

/** Between finding a free port and the server's bind somebody else may take it, so the launch is tried again. */
export async function launchOnFreePort(launch: Launch): Promise<LaunchedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const port = launch.port === undefined ? await rememberedPort(join(launch.home, "port")) : await freedPort(launch.port);
    const log = join(launch.home, "server.log");
    if (sizeOf(log) > LOG_BYTES_MAX) rmSync(log);
    const from = sizeOf(log);
    const server = spawnServer(launch, port, log);
    const adminUrl = `postgresql://${SUPERUSER}:${launch.password}@127.0.0.1:${port}/postgres`;
    const outcome = await waitUntilReady({ adminUrl, hasExited: server.hasExited, onProgress: launch.onProgress });
    if (outcome.isReady) return { adminUrl, port, version: acceptVersion(outcome.version), process: server };
    await stopProcess(server.pid, STOP_SIGNALS);
    const said = readFileSync(log, "utf8").slice(from).slice(-LOG_TAIL_CHARS).trim();
    const isPortLost = /could not bind|Address already in use/.test(said);
    if (!isPortLost || attempt >= START_ATTEMPTS_MAX) {
      throw new RefusedToStart(`Postgres did not start on ${launch.dataDir}: ${outcome.reason}. It wrote to ${log}:\n${said}`);
    }
  }
}

/**
 * The server is a session leader of its own: Ctrl-C in the terminal reaches the launcher alone, which stops things in
 * order. Its output goes to a file, so that it survives a launcher that dies.
 */
function spawnServer(launch: Launch, port: number, log: string): ServerProcess {
  const output = openSync(log, "a", 0o600);
  const settings = serverSettings(launch.durability).flatMap((setting) => ["-c", setting]);
  const child = spawn(launch.program, ["-D", launch.dataDir, "-p", String(port), ...settings], {
    ...launch.account,
    cwd: "/",
    detached: true,
    env: serverEnv(),
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const server = followServer(child);
  if (!server) throw new RefusedToStart(`${launch.program} can't be run. Run \`npm ci\` again.`);
  return server;
}

type Readiness = { readonly isReady: true; readonly version: string } | { readonly isReady: false; readonly reason: string };
type Wait = { readonly adminUrl: string; readonly hasExited: () => boolean; readonly onProgress: OnProgress };

async function waitUntilReady({ adminUrl, hasExited, onProgress }: Wait): Promise<Readiness> {
  const beganMs = Date.now();
  let toldSeconds = 0;
  while (Date.now() - beganMs < READY_TIMEOUT_MS) {
    if (hasExited()) return { isReady: false, reason: "it ended at once" };
    const version = await askVersion(adminUrl);
    if (version !== undefined) return { isReady: true, version };
    const seconds = Math.floor((Date.now() - beganMs) / 1_000);
    if (seconds >= toldSeconds + 2) {
      toldSeconds = seconds;
      onProgress(`Postgres is starting or recovering (${seconds} s).`);
    }
    await sleep(READY_POLL_MS);
  }
  return { isReady: false, reason: `it took no connection for ${READY_TIMEOUT_MS / 1_000} s` };
}

/** Undefined while the server does not take connections yet; which error it gives until then does not matter. */
async function askVersion(adminUrl: string): Promise<string | undefined> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sizeOf(log: string): number {
  try {
    return statSync(log).size;
  } catch {
    return 0;
  }
}
