import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { encodeAccountState, decodeAccountState } from "@ballast/core/decision/account-state";
import { entryOrder } from "@ballast/core/decision/orders-of";
import { withIntent } from "@ballast/core/decision/project";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { decodeAuditFacts } from "@ballast/db/repositories/audit";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { listIncidents } from "@ballast/db/repositories/incidents";
import { listKills, releaseKill } from "@ballast/db/repositories/kills";
import { findRun, type Run } from "@ballast/db/repositories/runs";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import type { Pool } from "pg";
import { afterAll, expect, test } from "vitest";
import { sweep } from "../../schedules.ts";
import { readReceipts, readSlots } from "../../testing/book-rows.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { sha256 } from "../../ports/sha256.ts";
import { executeCommand } from "../commands/execute-command.ts";
import { startRun } from "../runs/start-run.ts";

const KEYS = ["alpha", "beta", "gamma", "delta", "epsilon"];
const BAD = "gamma";
const HOURS = 48;
const MARKET = { ...TEST_MARKET, cursorMs: TEST_MARKET.originMs + 4 * DAY_MS };
const PERIOD = { fromMs: MARKET.cursorMs - HOURS * HOUR_MS, toMs: MARKET.cursorMs };

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

/** Five accounts in one workspace, the bad one in a state that no other has; `marketKey` says whether they follow the market or wait for a run. */
async function openScene(marketKey: string) {
  const database = await testDatabase();
  databases.push(database);
  const { owner, engine: pool } = database.pools;
  const clock = new TestClock(MARKET.cursorMs);
  const open = (workerName: string) =>
    openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName, leaseMs: 1_000, shards: 1 });
  const engine = await open("first");
  const settings = briskSettings(["BTC/USD", "ETH/USD"]);
  const { tenantId } = await seedTestMarket(engine.ports, {
    owner,
    market: MARKET,
    accounts: KEYS.map((key) => briskAccount(key, { marketKey, settings, startingBalance: key === BAD ? "12000" : "10000" })),
  });
  const release = async (haltId: string): Promise<void> => {
    await inTransaction(pool, (client) =>
      releaseKill(client, { tenantId, id: haltId, releasedMs: clock.nowMs(), releasedBy: "ann", reason: "repaired" }),
    );
    const commandId = randomUUID();
    await owner.query(
      "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, 'halt.release', $3, $4, 0, 'pending')",
      [tenantId, commandId, JSON.stringify({ haltId }), randomUUID()],
    );
    await executeCommand(engine.ports, { tenantId, commandId });
  };
  return { owner, pool, engine, tenantId, clock, open, release };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Writes the state that an account stands in, past every trigger, as a bad disk would; answers what stood there. */
async function writeState(owner: Pool, body: Uint8Array | undefined): Promise<Uint8Array> {
  const found = await owner.query<{ ctid: string; body: Buffer }>(
    `select s.ctid, s.body from account_states s join books b using (tenant_id, account_id, run_id) join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     where a.key = $1 and s.hash = b.state_hash`,
    [BAD],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("the account has no state");
  const corrupt = body ?? row.body.subarray(0, row.body.length - 1);
  await inTransaction(owner, async (client) => {
    await client.query("alter table account_states disable trigger append_only");
    await client.query("update account_states set body = $2 where ctid = $1::tid", [row.ctid, corrupt]);
    await client.query("alter table account_states enable always trigger append_only");
  });
  return Uint8Array.from(row.body);
}

async function decidedBy({ owner }: Scene): Promise<Map<string, number>> {
  const counts = new Map(KEYS.map((key) => [key, 0]));
  for (const { account } of await readReceipts(owner)) counts.set(account, (counts.get(account) ?? 0) + 1);
  return counts;
}

async function auditOf({ owner }: Scene, act: string): Promise<Record<string, string>[]> {
  const { rows } = await owner.query<{ body: Uint8Array }>("select body from audit_log where act = $1 order by audit_seq", [act]);
  return rows.map(({ body }) => Object.fromEntries(decodeAuditFacts(body)));
}

test("of five books in a run the broken one is halted, the others decide, and the run fails saying why; repaired and re-armed it goes on", async () => {
  const scene = await openScene("archive");
  const { owner, pool, engine, tenantId } = scene;
  const accounts = await findAccounts(pool, { tenantKey: TEST_WORKSPACE, names: KEYS });
  const started = await startRun({
    ...{ ...engine.ports, accounts, ...PERIOD, source: MARKET.source, marketKey: "archive", runKey: "five", overrides: {} },
    onWarning: () => undefined,
  });
  const sound = await writeState(owner, undefined);
  const toEnd = async (): Promise<Run | undefined> => {
    await sweep(engine.ports);
    await engine.drain();
    return findRun(pool, started.id);
  };

  const failed = await toEnd();
  const slot = new Date(PERIOD.fromMs + HOUR_MS).toISOString();
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed?.failure).toMatch(
    new RegExp(
      `1 of 5 accounts broke. BOOK_BROKEN: account ${BAD} in run five, before slot ${slot}, while loading it: .*not what its hash`,
    ),
  );
  const decided = await decidedBy(scene);
  const others = KEYS.filter((key) => key !== BAD);
  expect(others.map((key) => decided.get(key))).toEqual(others.map(() => decided.get("alpha")));
  expect([decided.get(BAD), (decided.get("alpha") ?? 0) > 0]).toEqual([0, true]);

  const [halt, ...rest] = await listKills(pool, tenantId);
  expect(rest).toEqual([]);
  expect(halt).toMatchObject({ scope: "account", verb: "block_entries", setBy: "engine", subject: BAD });
  expect(await auditOf(scene, "book.break")).toMatchObject([{ code: "BOOK_BROKEN", account: BAD, run: "five", slot, at: "loading it" }]);
  const incidents = await listIncidents(pool, { isWithClosed: true });
  expect(incidents).toMatchObject([
    { id: halt?.id, kind: "BOOK_BROKEN", accountKey: BAD, runKey: "five", receiptSeq: null, facts: { slot, foundBy: "first" } },
  ]);

  // Nobody claims it again on his own, however often he looks.
  expect(await toEnd()).toMatchObject({ state: "failed" });
  expect(await decidedBy(scene)).toEqual(decided);
  expect(await listKills(pool, tenantId)).toHaveLength(1);

  // Re-armed without a repair it breaks again; repaired it goes on where it stood.
  await scene.release(halt?.id ?? "");
  expect(await toEnd()).toMatchObject({ state: "failed" });
  const [again] = await listKills(pool, tenantId);
  expect((await listIncidents(pool, { isWithClosed: false })).map(({ id }) => id).sort()).toEqual([halt?.id, again?.id].sort());
  await writeState(owner, sound);
  await scene.release(again?.id ?? "");
  expect(await toEnd()).toMatchObject({ state: "finished", failure: null });
  expect((await decidedBy(scene)).get(BAD)).toBe(decided.get("alpha"));
  const slots = await readSlots(owner);
  const outcomesOf = (key: string) =>
    slots.filter(({ account }) => account === key).map(({ atMs, untilMs, outcome }) => [atMs, untilMs, outcome]);
  expect(outcomesOf(BAD)).toEqual(outcomesOf("alpha"));
  await expectLedgerCoherent(owner);
});

test("a broken book of a market that runs holds up neither its neighbours nor the market", async () => {
  const scene = await openScene(MARKET.key);
  const { owner, pool, tenantId } = scene;
  await passHours(scene.engine, MARKET, HOURS);
  const before = await decidedBy(scene);
  // A state that reads well and can't be: an order that was decided and never dispatched, with nothing to dispatch. Only deciding finds it.
  const { rows } = await owner.query<{ tenant_id: string; account_id: string; run_id: string; body: Buffer }>(
    `select b.tenant_id, b.account_id, b.run_id, s.body from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
     join account_states s on s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id and s.hash = b.state_hash where a.key = $1`,
    [BAD],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the account has no state");
  const state = decodeAccountState(row.body);
  const instrument = scene.engine.ports.instruments.find(({ symbol }) => symbol === "BTC/USD");
  if (instrument === undefined) throw new Error("there is no BTC/USD");
  const order = entryOrder(state, {
    ...{
      id: randomUUID(),
      instrument,
      quantity: 1n,
      reason: "CROSS_UP",
      createdMs: MARKET.cursorMs,
      barVolumeUnits: undefined,
      costUnits: 1n,
    },
    ...{ quoteBudget: undefined, stopOffsetUnits: 1n, takeProfitOffsetUnits: undefined },
  });
  const body = encodeAccountState(withIntent(state, order));
  await owner.query("insert into account_states values ($1, $2, $3, $4, $5)", [
    row.tenant_id,
    row.account_id,
    row.run_id,
    sha256(body),
    body,
  ]);
  await owner.query("update books set state_hash = $4 where tenant_id = $1 and account_id = $2 and run_id = $3", [
    row.tenant_id,
    row.account_id,
    row.run_id,
    sha256(body),
  ]);

  scene.clock.advance(2_000);
  const second = await scene.open("second");
  await passHours(second, { ...MARKET, cursorMs: MARKET.cursorMs + HOURS * HOUR_MS }, HOURS);
  const after = await decidedBy(scene);
  const gained = KEYS.map((key) => (after.get(key) ?? 0) - (before.get(key) ?? 0));
  expect(gained).toEqual(KEYS.map((key) => (key === BAD ? 0 : HOURS)));
  const kills = await listKills(pool, tenantId);
  expect(kills.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(new RegExp(`BOOK_BROKEN: account ${BAD} in run live-synthetic, .* while deciding it: .* was not dispatched`)),
  ]);
  expect((await owner.query("select from runs where state = 'running' and kind = 'live'")).rowCount).toBe(1);
});
