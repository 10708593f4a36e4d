import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openPool } from "@ballast/db/clients/pool";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import { makeThrowawayState, startPostgres, startRedis } from "@ballast/services";
import type { Pool } from "pg";

export type BenchDatabase = { readonly engine: Pool; readonly owner: Pool; readonly close: () => Promise<void> };

export type BenchServers = {
  readonly redisUrl: string;
  readonly adminUrl: string;
  /** Whether commits wait for the disk: a figure without it would be no figure. */
  readonly durability: Readonly<Record<string, string>>;
  readonly newDatabase: () => Promise<BenchDatabase>;
  readonly stop: () => Promise<void>;
};

const PROJECT_ROOT = join(import.meta.dirname, "../../..");
const CONNECTIONS_MAX = 12;

/** A durable Postgres (fsync and synchronous_commit on) and a Redis of this run's own, with the settings that users get. */
export async function startBenchServers(say: (line: string) => void): Promise<BenchServers> {
  const state = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: process.env, onProgress: say });
  const postgres = await startPostgres({ stateDir: state.stateDir, durability: "durable", onProgress: say });
  const redis = await startRedis({ stateDir: state.stateDir, persistence: "aof", onProgress: say });
  const admin = openPool({ url: postgres.adminUrl, connectionsMax: 1, application: "ballast bench" });
  const settings = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers"];
  const { rows } = await admin.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name = any($1) order by name",
    [settings],
  );
  await admin.end();
  return {
    redisUrl: redis.url,
    adminUrl: postgres.adminUrl,
    durability: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    newDatabase: async () => {
      const passwords = { owner: "owner", web: "web", engine: "engine" };
      const urls = await provisionDatabase({ adminUrl: postgres.adminUrl, database: `bench_${randomBytes(4).toString("hex")}`, passwords });
      await applyMigrations({ ownerUrl: urls.ownerUrl, log: () => undefined });
      const engine = openPool({ url: urls.engineUrl, connectionsMax: CONNECTIONS_MAX, application: "ballast bench" });
      const owner = openPool({ url: urls.ownerUrl, connectionsMax: 1, application: "ballast bench" });
      return {
        engine,
        owner,
        close: async () => {
          await Promise.all([engine.end(), owner.end()]);
        },
      };
    },
    stop: async () => {
      await redis.stop();
      await postgres.stop();
      state.remove();
    },
  };
}
