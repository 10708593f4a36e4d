import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { OnProgress } from "../progress.ts";
import { RefusedToStart } from "../refused-to-start.ts";
import { makePassable } from "../state-folder.ts";
import { claimFolder, type Claim } from "../system/claim.ts";
import type { Revivable } from "../system/keep-up.ts";
import { stopOrphans } from "../system/orphans.ts";
import { findOrInstall, type SystemPackage } from "../system/installer.ts";
import { freedPort, rememberedPort } from "../system/ports.ts";
import { stopProcess, type Signal } from "../system/processes.ts";
import { followServer, type ServerProcess } from "../system/server-process.ts";
import { assertNoEviction } from "./noeviction.ts";
import { REDIS_PROGRAM } from "./program.ts";

export type RedisRequest = {
  readonly stateDir: string;
  /** `aof` writes every queued job to disk once a second; `none` removes its folder when it stops. */
  readonly persistence: "aof" | "none";
  readonly onProgress: OnProgress;
};

export type RunningRedis = {
  readonly url: string;
  readonly port: number;
  /** Of the server as it runs now: another after a revival. */
  readonly pid: number;
  readonly version: string;
  readonly stop: () => Promise<void>;
} & Revivable;

const START_ATTEMPTS_MAX = 5;
const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 50;
const LOG_BYTES_MAX = 10_000_000;

const STOP_SIGNALS: readonly Signal[] = [
  { name: "SIGTERM", graceMs: 4_000 },
  { name: "SIGKILL", graceMs: 1_000 },
];

export const REDIS_PACKAGE: SystemPackage = {
  title: "Redis",
  programs: ["redis-server", "valkey-server"],
  names: { "apt-get": "redis-server", dnf: "valkey", apk: "valkey", pacman: "valkey", brew: "redis" },
  otherwise: ", or set REDIS_URL to a Redis of your own",
};

/**
 * Brings up a Redis of our own on the loopback address, found on the PATH or installed by the system's package manager.
 *
 * Promises: it never evicts; nobody else works in its folder; one orphaned by a killed launcher is stopped first;
 * it wants a password that only this clone's state folder knows; the port is last start's where that is still free.
 */
export async function startRedis(request: RedisRequest): Promise<RunningRedis> {
  const { persistence, onProgress } = request;
  const stateDir = resolve(request.stateDir);
  const program = await findOrInstall(REDIS_PACKAGE, onProgress);
  const home = join(stateDir, "redis");
  makePassable(stateDir);
  makePassable(home);
  const claim = takeClaim(home);
  try {
    const dataDir = join(home, "data");
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    await stopOrphans({ folder: dataDir, program: REDIS_PROGRAM, signals: STOP_SIGNALS, onProgress });
    const password = ensurePassword(join(home, "password"));
    const launch = { program, home, dataDir: realpathSync(dataDir), password, persistence };
    const { process: first, ...place } = await launchOnFreePort(launch);
    let server = first;
    return {
      ...place,
      get pid() {
        return server.pid;
      },
      untilEnded: () => server.ended,
      revive: async () => {
        server = (await launchOnFreePort({ ...launch, port: place.port })).process;
      },
      stop: async () => {
        await stopProcess(server.pid, STOP_SIGNALS);
        if (persistence === "none") rmSync(dataDir, { recursive: true, force: true });
        claim.release();
      },
    };
  } catch (error) {
    claim.release();
    throw error;
  }
}

function takeClaim(home: string): Claim {
  const claim = claimFolder(home, "claim");
  if ("release" in claim) return claim;
  throw new RefusedToStart(
    `Process ${claim.pid} runs Redis on ${home} already. Stop it first, or set BALLAST_STATE_DIR to another folder.`,
  );
}

function ensurePassword(path: string): string {
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const password = randomBytes(24).toString("hex");
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return password;
}

type Launch = {
  readonly program: string;
  readonly home: string;
  readonly dataDir: string;
  readonly password: string;
  readonly persistence: RedisRequest["persistence"];
  /** Where clients look for it already; undefined: last start's port, or a free one. */
  readonly port?: number;
};

type LaunchedRedis = Pick<RunningRedis, "url" | "port" | "version"> & { readonly process: ServerProcess };

/** Between finding a free port and the server's bind somebody else may take it, so the launch is tried again. */
async function launchOnFreePort(launch: Launch): Promise<LaunchedRedis> {
  const log = join(launch.home, "server.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = launch.port === undefined ? await rememberedPort(join(launch.home, "port")) : await freedPort(launch.port);
    const child = spawnServer(launch, port, log);
    const url = `redis://:${launch.password}@127.0.0.1:${port}`;
    const facts = await waitUntilReady(url, child);
    if (facts) return { url, port, version: facts.version, process: child };
    await stopProcess(child.pid, STOP_SIGNALS);
    const said = readFileSync(log, "utf8").slice(-2_000).trim();
    if (!/Could not create server TCP|Address already in use/i.test(said) || attempt >= START_ATTEMPTS_MAX) {
      throw new RefusedToStart(`Redis did not start on ${launch.dataDir}. It wrote to ${log}:\n${said}`);
    }
  }
}

/** Settings go in by a file that only we may read: a password on the command line is seen by everybody. */
function spawnServer(launch: Launch, port: number, log: string): ServerProcess {
  const settings = join(launch.home, "redis.conf");
  writeFileSync(settings, settingsOf(launch, port), { mode: 0o600 });
  const output = openSync(log, sizeOf(log) > LOG_BYTES_MAX ? "w" : "a", 0o600);
  const child = spawn(launch.program, [settings], { cwd: launch.dataDir, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  const server = followServer(child);
  if (!server) throw new RefusedToStart(`${launch.program} can't be run. Install Redis again.`);
  return server;
}

function settingsOf({ dataDir, password, persistence }: Launch, port: number): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dataDir)}`,
    "daemonize no",
    'logfile ""',
    'save ""',
    `appendonly ${persistence === "aof" ? "yes" : "no"}`,
    "appendfsync everysec",
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

async function waitUntilReady(url: string, child: ServerProcess): Promise<{ version: string } | undefined> {
  const deadlineMs = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadlineMs && !child.hasExited()) {
    try {
      const facts = await assertNoEviction(url);
      // Somebody else's server on the port would not know our password; an orphan of ours would have another id.
      return facts.processId === child.pid ? facts : undefined;
    } catch {
      await sleep(READY_POLL_MS);
    }
  }
  return undefined;
}

function sizeOf(log: string): number {
  try {
    return statSync(log).size;
  } catch {
    return 0;
  }
}
