import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { assertServerVersion } from "./server-version.ts";

export type MigrateOptions = {
  /** The owner's connection: its statements act as ballast_owner. */
  readonly ownerUrl: string;
  readonly log: (line: string) => void;
  /** For tests of the applier; the package's own migrations where it is left out. */
  readonly folder?: string;
};

export type Migrated = { readonly applied: readonly string[]; readonly present: number };

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };
type Recorded = { readonly migration_name: string; readonly checksum: string; readonly finished: boolean };

const FOLDER = join(import.meta.dirname, "../prisma/migrations");

/** The lock that `prisma migrate deploy` takes, so that the two never run at once. */
const PRISMA_LOCK = 72_707_369;

/** The table as Prisma makes it; `prisma migrate deploy` reads and extends it. */
const PRISMA_TABLE = `
create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * Applies the migrations that the database lacks, in the order of their names, each in a
 * transaction of its own with the row that records it. Callers that race wait for each other and
 * find nothing left to do. An applied migration whose file has changed since is refused before
 * anything is applied.
 */
export async function applyMigrations({ ownerUrl, log, folder = FOLDER }: MigrateOptions): Promise<Migrated> {
  const client = new Client({ connectionString: ownerUrl, application_name: "ballast-migrate" });
  await client.connect();
  try {
    await assertServerVersion(client);
    await client.query("select pg_advisory_lock($1)", [PRISMA_LOCK]);
    const migrations = await readMigrations(folder);
    const waiting = await findWaiting(client, migrations);
    for (const migration of waiting) {
      await applyOne(client, migration);
      log(`Migrated ${migration.name}.`);
    }
    return { applied: waiting.map(({ name }) => name), present: migrations.length };
  } finally {
    // Ending the session releases the lock, also after an error.
    await client.end();
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  names.sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: checksumOf(sql) };
    }),
  );
}

/** Prisma's checksum of a migration: SHA-256 of its file, in hex. */
function checksumOf(sql: string): string {
  return createHash("sha256").update(sql, "utf8").digest("hex");
}

async function findWaiting(client: Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  await client.query(PRISMA_TABLE);
  const { rows } = await client.query<Recorded>(
    "select migration_name, checksum, finished_at is not null as finished from _prisma_migrations where rolled_back_at is null order by migration_name",
  );
  const files = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) refuseStrange(row, files.get(row.migration_name));
  const recorded = new Set(rows.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !recorded.has(name));
}

function refuseStrange(row: Recorded, file: Migration | undefined): void {
  const name = row.migration_name;
  if (!row.finished) {
    throw new Error(
      `Migration ${name} was begun by another tool and never finished. Look at its logs in _prisma_migrations, mend the database, then delete that row.`,
    );
  }
  if (file === undefined) {
    throw new Error(
      `The database has migration ${name}, which this release does not know. Start the release that made it, or a later one.`,
    );
  }
  if (file.checksum !== row.checksum) {
    throw new Error(`Migration ${name} was changed after it had been applied. Restore its file and put the change into a new migration.`);
  }
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query(
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, clock_timestamp(), 1)",
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw new Error(`Migration ${migration.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
