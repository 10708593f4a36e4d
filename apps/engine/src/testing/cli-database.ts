import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPool } from "@ballast/db/clients/pool";
import { dropDatabase } from "@ballast/db/provision";
import { inject } from "vitest";
import { speakCommand, type Spoken } from "./spoken-command.ts";

export type CliDatabase = {
  /** A folder of the test's own; the state of its commands is in it. */
  readonly folder: string;
  /** Runs one command line on this database. */
  readonly ballast: (...words: string[]) => Promise<Spoken>;
  /** Asks the database itself, as its superuser: what commands have left in it, or what none of them writes. */
  readonly rows: (sql: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;
  /** Drops the database and removes the folder. */
  readonly drop: () => Promise<void>;
};

/** An empty database as a user would name it in DATABASE_URL: the first command of a test migrates it. */
export async function openCliDatabase(): Promise<CliDatabase> {
  const { adminUrl, redisUrl } = inject("ballastServers");
  const database = `ballast_cli_${randomBytes(6).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "ballast-cli-"));
  const admin = openPool({ url: adminUrl, connectionsMax: 1, application: "ballast-test" });
  await admin.query(`create database ${database}`);
  await admin.end();
  const own = new URL(adminUrl);
  own.pathname = `/${database}`;
  const env = { DATABASE_URL: own.href, REDIS_URL: redisUrl, BALLAST_STATE_DIR: folder };
  return {
    folder,
    ballast: (...words) => speakCommand(words, { env }),
    rows: async (sql, values = []) => {
      const pool = openPool({ url: own.href, connectionsMax: 1, application: "ballast-test" });
      try {
        const { rows } = await pool.query<Record<string, unknown>>(sql, [...values]);
        return rows;
      } finally {
        await pool.end();
      }
    },
    drop: async () => {
      await dropDatabase({ adminUrl, database });
      await rm(folder, { recursive: true });
    },
  };
}
