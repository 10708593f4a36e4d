import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig, readEnvironment, type Config, type Environment } from "@ballast/config";
import { bringUpServers, type Servers } from "./bring-up.ts";
import { Interruption } from "./interruption.ts";
import type { PrepareDatabase } from "./prepare-database.ts";
import type { OnProgress } from "./progress.ts";
import { RefusedToStart } from "./refused-to-start.ts";
import { readServicesFile, removeServicesFile, SERVICES_CLAIM, writeServicesFile, type RunningServices } from "./services-file.ts";
import { chooseStateDir } from "./state-folder.ts";
import { claimFolder, holderOf } from "./system/claim.ts";

export type ServicesRequest = {
  readonly projectRoot: string;
  /** The environment of the process; the clone's .env is read under it. */
  readonly env: Environment;
  readonly onProgress: OnProgress;
};

export type Services = Pick<RunningServices, "database" | "redisUrl"> & {
  readonly stateDir: string;
  readonly config: Config;
  /** What ends the work in hand when the process is interrupted, before the servers that it stands on are stopped. */
  readonly beforeStop: (close: () => Promise<void>) => void;
};

const POLL_MS = 200;
/** How long a command waits for another that is just bringing the services up. */
const COMING_UP_TIMEOUT_MS = 120_000;
/** How long a command that brought them up keeps them for others that came to use them. */
const KEEP_FOR_OTHERS_TIMEOUT_MS = 6 * 3_600_000;
const USERS = "users";

/** What runs for this clone, brought up by `npm start` or by a command; undefined where nothing does. */
export function findRunningServices({ projectRoot, env, onProgress }: ServicesRequest): RunningServices | undefined {
  return readServicesFile(chooseStateDir({ projectRoot, env: readEnvironment(projectRoot, env), onProgress }));
}

/**
 * Hands the services to `use`: those that run for this clone, else brought up for the time that `use` takes.
 * SIGINT and SIGTERM end the work, then what was brought up, then the process, with 130 or 143 and without a word of what
 * fails on the way.
 */
export async function withServices<T>(
  request: ServicesRequest & { readonly prepareDatabase: PrepareDatabase },
  use: (services: Services) => Promise<T>,
): Promise<T> {
  const env = readEnvironment(request.projectRoot, request.env);
  const config = readConfig(request.projectRoot, request.env);
  const stateDir = chooseStateDir({ projectRoot: request.projectRoot, env, onProgress: request.onProgress });
  const interruption = new Interruption(request.onProgress);
  return interruption.guard(() => obtainServices({ ...request, config, stateDir, interruption }, use));
}

async function obtainServices<T>(request: Own, use: (services: Services) => Promise<T>): Promise<T> {
  const { config, stateDir, interruption } = request;
  const { beforeStop } = interruption;
  const deadlineMs = Date.now() + COMING_UP_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const running = readServicesFile(stateDir);
    if (running) {
      const { database, redisUrl } = running;
      return useRunning(stateDir, () => use({ database, redisUrl, stateDir, config, beforeStop }));
    }
    const claim = claimFolder(stateDir, SERVICES_CLAIM);
    if ("release" in claim) {
      try {
        return await useOwn(request, use);
      } finally {
        claim.release();
      }
    }
    await sleep(POLL_MS);
  }
  const holder = holderOf(stateDir, SERVICES_CLAIM);
  throw new RefusedToStart(
    `Process ${holder?.pid ?? "?"} has been bringing up the services in ${stateDir} for two minutes. End it and try again.`,
  );
}

/** Leaves a mark while it works, so that whoever brought the services up does not take them away under it. */
async function useRunning<T>(stateDir: string, work: () => Promise<T>): Promise<T> {
  const mark = claimFolder(join(stateDir, USERS), `${process.pid}.claim`);
  try {
    return await work();
  } finally {
    if ("release" in mark) mark.release();
  }
}

type Own = ServicesRequest & {
  readonly prepareDatabase: PrepareDatabase;
  readonly config: Config;
  readonly stateDir: string;
  readonly interruption: Interruption;
};

async function useOwn<T>(own: Own, use: (services: Services) => Promise<T>): Promise<T> {
  const { config, stateDir, onProgress, prepareDatabase, interruption } = own;
  const coming = bringUpServers({ config, stateDir, onProgress });
  let stopping: Promise<void> | undefined;
  const down = (): Promise<void> => (stopping ??= takeDown(stateDir, coming));
  interruption.beforeStop(down);
  const servers = await coming;
  try {
    const database = await prepareDatabase({ adminUrl: servers.adminUrl, stateDir, config, onProgress });
    const publish = (): void => {
      writeServicesFile(stateDir, { database, redisUrl: servers.redisUrl, pid: process.pid, pids: servers.pids });
    };
    publish();
    // What the command does meanwhile fails or waits by its own rules; where a server is lost for good it fails.
    servers.watch({ onProgress, onRevived: publish, onLost: onProgress });
    const answer = await use({ database, redisUrl: servers.redisUrl, stateDir, config, beforeStop: interruption.beforeStop });
    await waitForOthers(stateDir, onProgress);
    return answer;
  } finally {
    await down();
  }
}

/** Servers that are just coming up are stopped as soon as they are there; those that failed stopped themselves. */
async function takeDown(stateDir: string, coming: Promise<Servers>): Promise<void> {
  removeServicesFile(stateDir);
  const servers = await coming.catch(() => undefined);
  await servers?.stop();
}

async function waitForOthers(stateDir: string, onProgress: OnProgress): Promise<void> {
  const folder = join(stateDir, USERS);
  mkdirSync(folder, { recursive: true });
  const deadlineMs = Date.now() + KEEP_FOR_OTHERS_TIMEOUT_MS;
  let isTold = false;
  while (Date.now() < deadlineMs) {
    const others = readdirSync(folder).filter((name) => name.endsWith(".claim") && holderOf(folder, name) !== undefined);
    if (others.length === 0) return;
    if (!isTold) onProgress(`Done; keeping the services for ${others.length} other command(s) until they end.`);
    isTold = true;
    await sleep(POLL_MS);
  }
}
