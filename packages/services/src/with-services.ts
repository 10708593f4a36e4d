import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig, readEnvironment, type Config, type Environment } from "@ballast/config";
import { bringUpServers } from "./bring-up.ts";
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

export type Services = Pick<RunningServices, "database" | "redisUrl"> & { readonly stateDir: string; readonly config: Config };

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
 * SIGINT and SIGTERM stop what was brought up before the process ends.
 */
export async function withServices<T>(
  request: ServicesRequest & { readonly prepareDatabase: PrepareDatabase },
  use: (services: Services) => Promise<T>,
): Promise<T> {
  const env = readEnvironment(request.projectRoot, request.env);
  const config = readConfig(request.projectRoot, request.env);
  const stateDir = chooseStateDir({ projectRoot: request.projectRoot, env, onProgress: request.onProgress });
  const deadlineMs = Date.now() + COMING_UP_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const running = readServicesFile(stateDir);
    if (running) return useRunning(stateDir, () => use({ database: running.database, redisUrl: running.redisUrl, stateDir, config }));
    const claim = claimFolder(stateDir, SERVICES_CLAIM);
    if ("release" in claim) {
      try {
        return await useOwn({ ...request, config, stateDir }, use);
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

type Own = ServicesRequest & { readonly prepareDatabase: PrepareDatabase; readonly config: Config; readonly stateDir: string };

async function useOwn<T>({ config, stateDir, onProgress, prepareDatabase }: Own, use: (services: Services) => Promise<T>): Promise<T> {
  const servers = await bringUpServers({ config, stateDir, onProgress });
  const down = async (): Promise<void> => {
    removeServicesFile(stateDir);
    await servers.stop();
  };
  const disarm = onSignal(down);
  try {
    const database = await prepareDatabase({ adminUrl: servers.adminUrl, stateDir, config, onProgress });
    const publish = (): void => {
      writeServicesFile(stateDir, { database, redisUrl: servers.redisUrl, pid: process.pid, pids: servers.pids });
    };
    publish();
    // What the command does meanwhile fails or waits by its own rules; where a server is lost for good it fails.
    servers.watch({ onProgress, onRevived: publish, onLost: onProgress });
    const answer = await use({ database, redisUrl: servers.redisUrl, stateDir, config });
    await waitForOthers(stateDir, onProgress);
    return answer;
  } finally {
    disarm();
    await down();
  }
}

/** Stops the services once, then ends the process the way the signal would have. */
function onSignal(down: () => Promise<void>): () => void {
  const end = (signal: NodeJS.Signals): void => {
    void down().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return () => {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  };
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
