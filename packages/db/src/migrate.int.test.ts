import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, expect, test } from "vitest";
import { applyMigrations } from "./migrate.ts";

const MIGRATIONS = join(import.meta.dirname, "../prisma/migrations");

const database = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), "ballast-migrations-"));
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await rm(folder, { recursive: true });
  await cp(MIGRATIONS, folder, { recursive: true });
});

const apply = (): ReturnType<typeof applyMigrations> => applyMigrations({ ownerUrl: database.ownerUrl, log: () => undefined, folder });

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, "migration.sql"), sql);
}

test("a migrated database has nothing left to do", async () => {
  expect(await apply()).toMatchObject({ applied: [] });
});

test("each migration is recorded as Prisma records it: the SHA-256 of its file, finished, in one step", async () => {
  const { rows } = await database.pools.owner.query<{
    migration_name: string;
    checksum: string;
    applied_steps_count: number;
    finished: boolean;
  }>("select migration_name, checksum, applied_steps_count, finished_at is not null as finished from _prisma_migrations order by 1");
  for (const row of rows) {
    const file = await readFile(join(MIGRATIONS, row.migration_name, "migration.sql"));
    expect(row).toMatchObject({ checksum: createHash("sha256").update(file).digest("hex"), applied_steps_count: 1, finished: true });
  }
  expect(rows.map((row) => row.migration_name)).toContain("0001_roles_and_tenancy");
});

test("two that race apply each migration once", async () => {
  await addMigration("9001_raced", "create table raced (id int); select pg_sleep(0.2);");
  const results = await Promise.all([apply(), apply()]);
  expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 1]);
  await database.pools.owner.query("drop table raced; delete from _prisma_migrations where migration_name = '9001_raced'");
});

test("a migration that fails leaves nothing behind and says which it was", async () => {
  await addMigration("9002_broken", "create table half_made (id int); select 1 / 0;");
  await expect(apply()).rejects.toThrow(/9002_broken failed: division by zero/);
  const { rows } = await database.pools.owner.query("select to_regclass('half_made') as half_made");
  expect(rows).toEqual([{ half_made: null }]);
});

test("an applied migration whose file was edited is refused before anything runs", async () => {
  await addMigration("9003_new", "create table never_made (id int);");
  await writeFile(join(folder, "0001_roles_and_tenancy", "migration.sql"), "select 1;");
  await expect(apply()).rejects.toThrow(/0001_roles_and_tenancy was changed after it had been applied/);
  const { rows } = await database.pools.owner.query("select to_regclass('never_made') as never_made");
  expect(rows).toEqual([{ never_made: null }]);
});

test("a database of a later release is refused", async () => {
  await rm(join(folder, "0009_partitions"), { recursive: true });
  await expect(apply()).rejects.toThrow(/has migration 0009_partitions, which this release does not know/);
});

test("what the engine's migrations make is owned by the group, not by the login", async () => {
  const { rows } = await database.pools.owner.query("select current_user as acting, session_user as login");
  expect(rows).toEqual([{ acting: "ballast_owner", login: `${database.name}_owner` }]);
});
