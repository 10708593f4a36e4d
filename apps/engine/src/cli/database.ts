import { fileURLToPath } from "node:url";
import { openPool } from "@ballast/db/clients/pool";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import { makePrepareDatabase, withServices, type Services } from "@ballast/services";
import type { Pool } from "pg";
import type { Terminal } from "./command.ts";

const PROJECT_ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const CONNECTIONS_MAX = 8;

/**
 * Hands a command the services that run for this clone, or those of DATABASE_URL and REDIS_URL, or
 * embedded ones for its own duration; the database as the engine's user. What it did is on stderr.
 */
export async function withDatabase<T>(terminal: Terminal, use: (pool: Pool, services: Services) => Promise<T>): Promise<T> {
  const request = {
    projectRoot: PROJECT_ROOT,
    env: terminal.env,
    onProgress: (line: string) => {
      terminal.err(`${line}\n`);
    },
    prepareDatabase: makePrepareDatabase({ provisionDatabase, applyMigrations }),
  };
  return withServices(request, async (services) => {
    const pool = openPool({ url: services.database.engine, connectionsMax: CONNECTIONS_MAX, application: "ballast-cli" });
    try {
      return await use(pool, services);
    } finally {
      await pool.end();
    }
  });
}
