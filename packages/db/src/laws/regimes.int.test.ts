import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { GENESIS } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { TEST_PASSWORDS } from "@ballast/testing/servers";
import { inTransaction } from "@ballast/db/clients/pool";
import { applyMigrations } from "@ballast/db/migrate";
import { dropDatabase, provisionDatabase } from "@ballast/db/provision";
import { insertRegimes, type RegimeRow } from "@ballast/db/repositories/regimes";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const LINEAGE_ID = "00000000-0000-8000-8000-000000000022";
const OTHER_ID = "00000000-0000-8000-8000-000000000023";
const MIGRATIONS = join(import.meta.dirname, "../../prisma/migrations");
const FOREIGN_KEY = "23503";
const SEALED: RegimeRow = {
  closeMs: 3_600_000,
  regime: "PANIC",
  confidence: 0.26,
  volatilityIndex: 41.5,
  trend: -1,
  riskScore: 87,
  breadth: 0.1,
  benchmarkClose: 5_100.5,
};
const write = (row: RegimeRow): Promise<void> => inTransaction(engine, (client) => insertRegimes(client, LINEAGE_ID, [row]));

beforeAll(async () => {
  await engine.query("insert into lineages values ($1, 'synthetic', '{BTC/USD}', 3600000, 0, '{}', true, '{regime}')", [LINEAGE_ID]);
  await engine.query(
    "insert into snapshots select $1, n * 3600000::int8, sha256(int8send(n)), case n when 1 then $2 else sha256(int8send(n - 1)) end, int8send(n), null from generate_series(1, 2) n",
    [LINEAGE_ID, GENESIS],
  );
  await write(SEALED);
});

const ATTEMPTS = ["update regimes set regime = 'RISK_ON'", "update regimes set confidence = 1", "delete from regimes", "truncate regimes"];

describe("a regime that is written", () => {
  test.each(ATTEMPTS)("is not changed by %s: not by engine or web, not by the owner, not by a superuser as replica", async (attempt) => {
    for (const pool of [engine, web]) await expectRefused(pool.query(attempt), REFUSED.notAllowed);
    await expectRefused(owner.query(attempt), REFUSED.appendOnly);
    const superuser = new Client({ connectionString: database.adminUrl });
    await superuser.connect();
    try {
      await superuser.query("set session_replication_role = replica");
      await expectRefused(superuser.query(attempt), REFUSED.appendOnly);
    } finally {
      await superuser.end();
    }
  });

  test("is read by the web, and keeps what it says when it is written again", async () => {
    await write({ ...SEALED, regime: "RISK_ON", confidence: 1 });
    const { rows } = await web.query("select * from regimes");
    expect(rows).toEqual([
      {
        lineage_id: LINEAGE_ID,
        close_ms: SEALED.closeMs,
        regime: "PANIC",
        confidence: 0.26,
        volatility_index: 41.5,
        trend: -1,
        risk_score: 87,
        breadth: 0.1,
        benchmark_close: 5_100.5,
      },
    ]);
  });
});

describe("a regime that is not so", () => {
  const NEXT = { ...SEALED, closeMs: 7_200_000 };

  test("has no sealed snapshot, or another lineage's", async () => {
    await expectRefused(write({ ...SEALED, closeMs: 10_800_000 }), FOREIGN_KEY);
    await expectRefused(
      inTransaction(engine, (client) => insertRegimes(client, OTHER_ID, [NEXT])),
      FOREIGN_KEY,
    );
  });

  test.each<[string, Partial<RegimeRow>]>([
    ["a confidence above one", { confidence: 1.001 }],
    ["a confidence that is no number", { confidence: Number.NaN }],
    ["a volatility index below nothing", { volatilityIndex: -0.1 }],
    ["an endless volatility index", { volatilityIndex: Number.POSITIVE_INFINITY }],
    ["a risk score above a hundred", { riskScore: 100.5 }],
    ["a breadth that is no number", { breadth: Number.NaN }],
    ["a price of nothing", { benchmarkClose: 0 }],
  ])("has %s", async (_, figure) => {
    await expectRefused(write({ ...NEXT, ...figure }), REFUSED.check);
  });

  test("has a name or a trend that is none, or comes from the web", async () => {
    const insert = (regime: string, trend: number): [string, unknown[]] => [
      "insert into regimes values ($1, 7200000, $2::text::market_regime, 0.5, 20, $3, 30, 0.5, 100)",
      [LINEAGE_ID, regime, trend],
    ];
    await expectRefused(engine.query(...insert("CALM", 0)), "22P02");
    await expectRefused(engine.query(...insert("PANIC", 2)), REFUSED.check);
    await expectRefused(web.query(...insert("PANIC", 0)), REFUSED.notAllowed);
  });
});

/** A database as the release before the table of regimes left it. */
async function olderDatabase(): Promise<{ readonly ownerUrl: string; readonly drop: () => Promise<void> }> {
  const name = `${database.name}_older`;
  const { ownerUrl } = await provisionDatabase({ adminUrl: database.adminUrl, database: name, passwords: TEST_PASSWORDS });
  const folder = await mkdtemp(join(tmpdir(), "ballast-migrations-"));
  await cp(MIGRATIONS, folder, { recursive: true });
  for (const later of (await readdir(folder)).filter((entry) => /^\d/.test(entry) && entry >= "0022"))
    await rm(join(folder, later), { recursive: true });
  await applyMigrations({ ownerUrl, log: () => undefined, folder });
  await rm(folder, { recursive: true });
  return { ownerUrl, drop: () => dropDatabase({ adminUrl: database.adminUrl, database: name }) };
}

describe("the backlog", () => {
  test("of an older database names each lineage that seals regimes, not begun, and no other", async () => {
    const older = await olderDatabase();
    const client = new Client({ connectionString: older.ownerUrl });
    await client.connect();
    try {
      const insert = "insert into lineages values ($1, 'synthetic', '{BTC/USD}', 3600000, 0, '{}', true, $2)";
      await client.query("set role ballast_owner");
      await client.query(insert, [LINEAGE_ID, ["breadth:24", "regime"]]);
      await client.query(insert, [OTHER_ID, []]);
      await applyMigrations({ ownerUrl: older.ownerUrl, log: () => undefined });
      expect((await client.query("select * from regime_backlog")).rows).toEqual([
        { lineage_id: LINEAGE_ID, before_ms: null, is_done: false },
      ]);
    } finally {
      await client.end();
      await older.drop();
    }
  });

  test("is empty in a new database, and neither grows nor shrinks by the application", async () => {
    expect((await owner.query("select * from regime_backlog")).rows).toEqual([]);
    for (const pool of [engine, web])
      for (const attempt of [
        `insert into regime_backlog values ('${LINEAGE_ID}')`,
        "delete from regime_backlog",
        "truncate regime_backlog",
        "update regime_backlog set lineage_id = lineage_id",
      ])
        await expectRefused(pool.query(attempt), REFUSED.notAllowed);
    await expectRefused(web.query("select * from regime_backlog"), REFUSED.notAllowed);
  });
});
