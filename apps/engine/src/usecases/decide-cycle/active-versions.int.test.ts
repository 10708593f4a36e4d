import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { readReceipts } from "../../testing/book-rows.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";

const stateDir = await mkdtemp(join(tmpdir(), "ballast-versions-"));
const database = await testDatabase();
afterAll(async () => {
  await database.drop();
  await rm(stateDir, { recursive: true });
});

const HOURS = 30;

test("a book enters by the versions that its account stands on; one that was turned to others enters nothing", async () => {
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir, wallMs: () => Date.UTC(2026, 5, 1) });
  const { owner } = database.pools;
  await seedTestMarket(engine.ports, { owner, accounts: ["faithful", "turned"].map((key) => briskAccount(key)) });
  await owner.query(
    `insert into strategy_settings_versions (tenant_id, settings_key, version, hash, body, author, reason, created_at_ms)
     select a.tenant_id, 'turned', v.version + 1, sha256(v.body || 'x'), v.body || 'x', 'someone', 'never decided by', 0
     from accounts a join strategy_settings_versions v on v.tenant_id = a.tenant_id and v.settings_key = 'turned' where a.key = 'turned'`,
  );
  await owner.query("update accounts set settings_version = settings_version + 1 where key = 'turned'");
  await passHours(engine, TEST_MARKET, HOURS);
  const receipts = await readReceipts(owner);
  const notes = receipts
    .flatMap(({ body }) => body.facts.filter(({ code }) => code === "CHECKS_NOT_APPLICABLE"))
    .flatMap(({ values }) => values);
  expect(notes.map(([check]) => check)).not.toContain("versions");
  const of = (key: string) => receipts.filter(({ account }) => account === key);
  expect(of("faithful").flatMap(({ body }) => body.intents)).not.toEqual([]);
  expect(of("turned").flatMap(({ body }) => body.intents)).toEqual([]);
  expect(new Set(of("turned").flatMap(({ body }) => body.refusals.map(({ code }) => code)))).toEqual(new Set(["SETTINGS_NOT_ACTIVE"]));
});
