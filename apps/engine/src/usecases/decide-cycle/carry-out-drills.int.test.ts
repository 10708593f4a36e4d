import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { inTransaction } from "@ballast/db/clients/pool";
import { insertDrill, readDrillResults, type HaltDrill } from "@ballast/db/repositories/halt-drills";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, expect, test } from "vitest";
import { readOrders } from "../../testing/book-rows.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { carryOutDrills } from "./carry-out-drills.ts";

const HOURS = 30;

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(TEST_MARKET.cursorMs);
const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs });
const { tenantId } = await seedTestMarket(engine.ports, {
  owner,
  market: TEST_MARKET,
  accounts: ["alpha", "beta"].map((key) => briskAccount(key)),
});
await passHours(engine, TEST_MARKET, HOURS);

afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

async function drill(of: Partial<HaltDrill> = {}) {
  const asked = { tenantId, id: randomUUID(), scope: "workspace", subject: TEST_WORKSPACE, verb: "flatten", ...of };
  const row = { ...asked, askedMs: clock.nowMs(), askedBy: "a test", reason: "monthly" };
  await inTransaction(pool, (client) => insertDrill(client, row));
  await carryOutDrills(engine.ports.cycle);
  return row;
}

/** Everything that trading consists of, as text: a drill leaves each of it as it was. */
async function traded(): Promise<unknown> {
  const tables = [
    "slots",
    "receipts",
    "intents",
    "orders",
    "order_events",
    "fills",
    "postings",
    "account_states",
    "kill_switches",
    "books",
  ];
  const counts = tables.map(
    async (table) =>
      (await owner.query<Record<string, unknown>>(`select count(*), md5(string_agg(t::text, '|' order by t::text)) from ${table} t`)).rows,
  );
  return Promise.all(counts);
}

async function drillRow(id: string): Promise<unknown> {
  return (
    await owner.query<Record<string, unknown>>(
      "select outcome, begun_ms is not null as begun, finished_ms is not null as finished from halt_drills where id = $1",
      [id],
    )
  ).rows[0];
}

test("a drill decides each account that the halt would reach and changes nothing of its trading", async () => {
  const before = await traded();
  const held = (await readOrders(owner)).filter(({ purpose, state }) => purpose === "protection" && state === "open");
  expect(held.length).toBeGreaterThan(0);
  const asked = await drill();
  expect(await traded()).toEqual(before);
  expect(await drillRow(asked.id)).toEqual({ outcome: "passed", begun: true, finished: true });
  const results = await readDrillResults(pool, asked);
  expect(results.map(({ accountKey, blocksEntries, failure }) => [accountKey, blocksEntries, failure])).toEqual([
    ["alpha", true, null],
    ["beta", true, null],
  ]);
  expect(results.reduce((sum, { sales }) => sum + sales, 0)).toBe(held.length);
  expect(results.flatMap(({ reasonCodes }) => reasonCodes)).toContain("KILL_FLATTEN");
});

test("a drill of one account reaches no other, and one that only blocks finds nothing to do", async () => {
  const { rows } = await owner.query<{ id: string }>("select id from accounts where key = 'beta'");
  const asked = await drill({ scope: "account", subject: rows[0]?.id ?? "", verb: "block_entries" });
  const results = await readDrillResults(pool, asked);
  expect(results).toMatchObject([{ accountKey: "beta", outcome: "nothing_to_do", blocksEntries: true, cancels: 0, sales: 0 }]);
});

test.each([
  { scope: "model", subject: "rebound-7", sales: 0 },
  { scope: "all", subject: "", sales: undefined },
])("a drill of $scope reaches every account, and would hold", async ({ scope, subject, sales }) => {
  const before = await traded();
  const asked = await drill({ scope, subject });
  expect(await traded()).toEqual(before);
  expect(await drillRow(asked.id)).toMatchObject({ outcome: "passed" });
  const results = await readDrillResults(pool, asked);
  expect(results.map(({ accountKey, blocksEntries }) => [accountKey, blocksEntries])).toEqual([
    ["alpha", true],
    ["beta", true],
  ]);
  const sold = results.reduce((sum, result) => sum + result.sales, 0);
  if (sales === undefined) expect(sold).toBeGreaterThan(0);
  else expect(sold).toBe(sales);
});

test("a drill is audited when it ends, once, and a second sweep does nothing more", async () => {
  const asked = await drill({ scope: "instrument", subject: "BTC/USD" });
  await carryOutDrills(engine.ports.cycle);
  const { rows } = await owner.query("select actor, act from audit_log where subject = $1", [asked.id]);
  expect(rows).toEqual([{ actor: "engine", act: "halt.drilled" }]);
});

test("trading goes on as if there had been none", async () => {
  await drill();
  const { rows } = await owner.query<{ n: number }>("select count(*) as n from receipts");
  await passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + HOURS * 3_600_000 }, 6);
  const { rows: after } = await owner.query<{ n: number }>("select count(*) as n from receipts");
  expect(after[0]?.n).toBeGreaterThan(rows[0]?.n ?? 0);
  expect((await owner.query("select count(*) as n from kill_switches")).rows).toEqual([{ n: 0 }]);
});
