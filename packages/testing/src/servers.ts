import { join } from "node:path";
import { applyMigrations } from "@ballast/db/migrate";
import { dropDatabase, provisionDatabase } from "@ballast/db/provision";
import { makeThrowawayState, type OnProgress } from "@ballast/services";
import { startTestPostgres } from "./postgres.ts";
import { startTestRedis } from "./redis.ts";

/** What a test worker has to know of the servers that its run started. Plain data: it crosses a process border. */
export type TestServers = {
  readonly adminUrl: string;
  readonly redisUrl: string;
  /** Migrated, empty, and never connected to: `testDatabase` copies it. */
  readonly templateDatabase: string;
};

export type StartedServers = { readonly servers: TestServers; readonly stop: () => Promise<void> };

const PROJECT_ROOT = join(import.meta.dirname, "../../..");

/** Logins of throw-away databases on the loopback address; their passwords guard nothing. */
export const TEST_PASSWORDS = { owner: "owner", web: "web", engine: "engine" } as const;

/** One Postgres with a migrated template and one Redis, both gone without a trace when stopped. */
export async function startServers(onProgress: OnProgress): Promise<StartedServers> {
  const state = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: process.env, onProgress });
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.reverse()) await stopOne();
    state.remove();
  };
  try {
    const redis = await startTestRedis(state.stateDir, onProgress);
    stops.push(redis.stop);
    const postgres = await startTestPostgres(state.stateDir, onProgress);
    stops.push(postgres.stop);
    const templateDatabase = `ballast_template_${process.pid}`;
    const { ownerUrl } = await provisionDatabase({ adminUrl: postgres.adminUrl, database: templateDatabase, passwords: TEST_PASSWORDS });
    stops.push(() => dropDatabase({ adminUrl: postgres.adminUrl, database: templateDatabase }));
    await applyMigrations({ ownerUrl, log: () => undefined });
    return { servers: { adminUrl: postgres.adminUrl, redisUrl: redis.url, templateDatabase }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
