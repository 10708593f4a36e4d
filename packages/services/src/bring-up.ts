import type { Config } from "@ballast/config";
import { startPostgres } from "./postgres/start.ts";
import { assertPostgresVersion } from "./postgres/version.ts";
import type { OnProgress } from "./progress.ts";
import { assertNoEviction } from "./redis/noeviction.ts";
import { startRedis } from "./redis/start.ts";
import { reportGiven } from "./report-given.ts";
import { keepUp, type ServerWatch, type Watch } from "./system/keep-up.ts";

export type Servers = {
  /** May create roles and databases. */
  readonly adminUrl: string;
  readonly redisUrl: string;
  /** Process ids of what was started here, by name, as it runs now; empty where both were given. */
  readonly pids: Readonly<Record<string, number>>;
  /** From now on what was started here is started again when it dies, and of what was given it is said when it goes. */
  readonly watch: (watch: ServerWatch) => void;
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
    const watches: Watch[] = [];
    return {
      adminUrl: postgres.url,
      redisUrl: redis.url,
      get pids() {
        return { ...postgres.pids(), ...redis.pids() };
      },
      watch: (watch) => {
        watches.push(postgres.watch(watch), redis.watch(watch));
      },
      stop: async () => {
        await Promise.all(watches.map(({ end }) => end()));
        await Promise.all([redis.stop(), postgres.stop()]);
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

type Obtained = {
  readonly url: string;
  readonly pids: () => Readonly<Record<string, number>>;
  readonly watch: (watch: ServerWatch) => Watch;
  readonly stop: () => Promise<void>;
};

/** A server that somebody else runs: nothing of it is ours to start or to stop. */
function givenServer(url: string, server: { readonly title: string; readonly ask: () => Promise<unknown> }): Obtained {
  return {
    url,
    pids: () => ({}),
    watch: ({ onProgress }) => reportGiven({ ...server, onProgress }),
    stop: () => Promise.resolve(),
  };
}

async function obtainPostgres({ config, stateDir, onProgress }: BringUp): Promise<Obtained> {
  const { url } = config.database;
  if (url === undefined) {
    const own = await startPostgres({ stateDir, durability: "durable", onProgress });
    return {
      url: own.adminUrl,
      pids: () => ({ postgres: own.pid }),
      watch: (watch) => keepUp("Postgres", own, watch),
      stop: own.stop,
    };
  }
  await assertPostgresVersion(url);
  return givenServer(url, { title: "The Postgres of DATABASE_URL", ask: () => assertPostgresVersion(url) });
}

async function obtainRedis({ config, stateDir, onProgress }: BringUp): Promise<Obtained> {
  const { url } = config.redis;
  if (url === undefined) {
    const own = await startRedis({ stateDir, persistence: "aof", onProgress });
    return {
      url: own.url,
      pids: () => ({ redis: own.pid }),
      watch: (watch) => keepUp("Redis", own, watch),
      stop: own.stop,
    };
  }
  await assertNoEviction(url);
  return givenServer(url, { title: "The Redis of REDIS_URL", ask: () => assertNoEviction(url) });
}
