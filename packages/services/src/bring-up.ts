import type { Config } from "@ballast/config";
import { startPostgres } from "./postgres/start.ts";
import { assertPostgresVersion } from "./postgres/version.ts";
import type { OnProgress } from "./progress.ts";
import { assertNoEviction } from "./redis/noeviction.ts";
import { startRedis } from "./redis/start.ts";

export type Servers = {
  /** May create roles and databases. */
  readonly adminUrl: string;
  readonly redisUrl: string;
  /** Process ids of what was started here, by name; empty where both were given. */
  readonly pids: Readonly<Record<string, number>>;
  /** Stops what was started here, and nothing that was given. */
  readonly stop: () => Promise<void>;
};

export type BringUp = { readonly config: Config; readonly stateDir: string; readonly onProgress: OnProgress };

/**
 * The database and queue servers: those that the settings name, once they are proved fit, else our own.
 * Where the second does not come up, the first is stopped again.
 */
export async function bringUpServers({ config, stateDir, onProgress }: BringUp): Promise<Servers> {
  const postgres = await obtainPostgres({ config, stateDir, onProgress });
  try {
    const redis = await obtainRedis({ config, stateDir, onProgress });
    return {
      adminUrl: postgres.url,
      redisUrl: redis.url,
      pids: { ...postgres.pids, ...redis.pids },
      stop: async () => {
        await Promise.all([redis.stop(), postgres.stop()]);
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

type Obtained = Pick<Servers, "pids" | "stop"> & { readonly url: string };

/** A server that somebody else runs: nothing of it is ours to stop. */
const givenServer = (url: string): Obtained => ({ url, pids: {}, stop: () => Promise.resolve() });

async function obtainPostgres({ config, stateDir, onProgress }: BringUp): Promise<Obtained> {
  const { url } = config.database;
  if (url === undefined) {
    const own = await startPostgres({ stateDir, durability: "durable", onProgress });
    return { url: own.adminUrl, pids: { postgres: own.pid }, stop: own.stop };
  }
  await assertPostgresVersion(url);
  return givenServer(url);
}

async function obtainRedis({ config, stateDir, onProgress }: BringUp): Promise<Obtained> {
  const { url } = config.redis;
  if (url === undefined) {
    const own = await startRedis({ stateDir, persistence: "aof", onProgress });
    return { url: own.url, pids: { redis: own.pid }, stop: own.stop };
  }
  await assertNoEviction(url);
  return givenServer(url);
}
