import { randomBytes } from "node:crypto";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { testDatabase } from "@ballast/testing/test-database";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { applyMigrations } from "./migrate.ts";
import { dropDatabase, provisionDatabase, type Provisioned } from "./provision.ts";

const { adminUrl, drop, pools } = await testDatabase();
const made: string[] = [];
afterAll(async () => {
  for (const database of made) await dropDatabase({ adminUrl, database });
  await drop();
});

const passwords = { owner: "an owner's", web: "p@ss:word/?#%", engine: "engine" };

async function provision(): Promise<Provisioned & { readonly database: string }> {
  const database = `ballast_made_${randomBytes(4).toString("hex")}`;
  made.push(database);
  return { database, ...(await provisionDatabase({ adminUrl, database, passwords })) };
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

test("a new database is migrated by its owner and used by its two logins, whatever their passwords hold", async () => {
  const { database, ownerUrl, webUrl, engineUrl } = await provision();
  await applyMigrations({ ownerUrl, log: () => undefined });
  expect(await ask(ownerUrl, "select current_user as answer")).toBe("ballast_owner");
  expect(await ask(webUrl, "select current_user as answer")).toBe(`${database}_web`);
  expect(await ask(engineUrl, "select count(*)::int4 as answer from accounts")).toBe(0);
});

test("provisioning again, and twice at once, changes nothing but the passwords", async () => {
  const { database } = await provision();
  const again = { adminUrl, database, passwords: { ...passwords, web: "another" } };
  const [first] = await Promise.all([provisionDatabase(again), provisionDatabase(again)]);
  expect(await ask(first.webUrl, "select 1 as answer")).toBe(1);
});

test("a login of one database can't enter another", async () => {
  const [ours, theirs] = [await provision(), await provision()];
  for (const url of [ours.ownerUrl, ours.webUrl, ours.engineUrl]) {
    const astray = new URL(url);
    astray.pathname = `/${theirs.database}`;
    await expectRefused(ask(astray.href, "select 1 as answer"), REFUSED.notAllowed);
  }
});

test("a user without the right to make roles is told how to get it", async () => {
  const name = `ballast_weak_${randomBytes(4).toString("hex")}`;
  await ask(adminUrl, `create role ${name} login password 'weak'`);
  const weak = new URL(adminUrl);
  weak.username = name;
  weak.password = "weak";
  weak.pathname = "/postgres";
  try {
    await expect(provisionDatabase({ adminUrl: weak.href, database: "never_made", passwords })).rejects.toThrow(
      /alter role <user> with createrole createdb/,
    );
  } finally {
    await ask(adminUrl, `drop role ${name}`);
  }
});

test.each(["Upper", "9digits", "semi;colon", "x".repeat(56), ""])("%j can't name a database", async (database) => {
  await expect(provisionDatabase({ adminUrl, database, passwords })).rejects.toThrow(/can't name a database/);
});

test("the application's sessions end by themselves when they stall", async () => {
  const { rows } = await pools.web.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout') and setting <> '0'",
  );
  expect(rows).toHaveLength(2);
});
