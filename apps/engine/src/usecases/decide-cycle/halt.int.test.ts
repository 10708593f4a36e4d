import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { insertKill, releaseKill } from "@ballast/db/repositories/kills";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, expect, test } from "vitest";
import { readOrders, readReceipts, readSlots } from "../../testing/book-rows.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, closeByHand, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";

const HOURS_MAX = 60;
const DAY_HOURS = 24;

const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.map(({ pools }) => expectLedgerCoherent(pools.owner)));
});
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

/** Two accounts on a market that a test brings on hour by hour. */
async function openScene() {
  const database = await testDatabase();
  databases.push(database);
  const { owner, engine: pool } = database.pools;
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  const { tenantId, accounts } = await seedTestMarket(engine.ports, { owner, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  let hour = 0;
  const halt = async (of: { readonly scope: string; readonly subject: string; readonly verb: string }): Promise<string> => {
    const id = randomUUID();
    const sinceMs = TEST_MARKET.cursorMs + hour * HOUR_MS;
    await inTransaction(pool, (client) => insertKill(client, { tenantId, id, ...of, sinceMs, setBy: "test", reason: "a drill" }));
    return id;
  };
  return {
    owner,
    engine,
    accountIds: new Map(accounts.map(({ accountKey, accountId }) => [accountKey, accountId])),
    halt,
    release: (id: string) =>
      inTransaction(pool, (client) => releaseKill(client, { tenantId, id, releasedMs: 1, releasedBy: "test", reason: "over" })),
    hour: () => hour,
    pass: async (hours: number) => {
      await passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + hour * HOUR_MS }, hours);
      hour += hours;
    },
    /** Closes one hour as a feed does: nobody knows the next open, and `without` has no bar. */
    closeByHand: async (without: readonly string[] = []) => {
      hour += 1;
      await closeByHand(engine, TEST_MARKET, { hour, without });
      await engine.drain();
    },
    nowMs: () => TEST_MARKET.cursorMs + hour * HOUR_MS,
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Accounts that hold something: each position rests on its stop. */
async function holders({ owner }: Scene): Promise<string[]> {
  const stops = (await readOrders(owner)).filter(({ kind, state }) => kind === "stop-loss" && state === "open");
  return [...new Set(stops.map(({ account }) => account))].sort();
}

async function untilHeld(scene: Scene, isRightHour: (hourOfDay: number) => boolean = () => true): Promise<void> {
  for (let n = 0; n < HOURS_MAX; n += 1) {
    await scene.pass(1);
    if ((await holders(scene)).length === 2 && isRightHour(new Date(scene.nowMs()).getUTCHours())) return;
  }
  throw new Error("nothing was held");
}

async function entriesSince({ owner }: Scene, fromMs: number, account?: string): Promise<number> {
  const orders = await readOrders(owner);
  return orders.filter((order) => order.purpose === "entry" && order.createdMs > fromMs && (account ?? order.account) === order.account)
    .length;
}

test("a halt of entries refuses each from the next slot on, with its facts; released, entries are let in again", async () => {
  const scene = await openScene();
  await untilHeld(scene);
  // No job tells of the halt: the row alone holds.
  scene.engine.loseJobs();
  const id = await scene.halt({ scope: "workspace", subject: TEST_WORKSPACE, verb: "block_entries" });
  const haltedMs = scene.nowMs();
  await scene.pass(DAY_HOURS);
  expect(await entriesSince(scene, haltedMs)).toBe(0);
  const refused = (await readReceipts(scene.owner)).filter(({ atMs, codes }) => atMs > haltedMs && codes.includes("KILL_SWITCH_ACTIVE"));
  expect(new Set(refused.map(({ account }) => account))).toEqual(new Set(["alpha", "beta"]));
  for (const { body } of refused) {
    expect(body.kills).toEqual([{ scope: "workspace", subject: TEST_WORKSPACE, verb: "block_entries", sinceMs: haltedMs }]);
    expect(body.refusals.find(({ code }) => code === "KILL_SWITCH_ACTIVE")?.facts).toEqual([
      ["scope", "workspace"],
      ["subject", TEST_WORKSPACE],
      ["verb", "block_entries"],
    ]);
  }
  // What is held is still sold when its stop or its cross says so.
  const sold = (await readOrders(scene.owner)).filter(({ side, filledMs }) => side === "sell" && (filledMs ?? 0) > haltedMs);
  expect(sold).not.toEqual([]);

  expect(await scene.release(id)).toBe(true);
  const releasedMs = scene.nowMs();
  await scene.pass(DAY_HOURS);
  expect(await entriesSince(scene, releasedMs)).toBeGreaterThan(0);
});

test("a halt of one account or one instrument leaves the others alone", async () => {
  const scene = await openScene();
  await scene.halt({ scope: "account", subject: scene.accountIds.get("alpha") ?? "", verb: "reduce_only" });
  await scene.halt({ scope: "instrument", subject: "SOL/USD", verb: "block_entries" });
  await scene.pass(2 * DAY_HOURS);
  expect(await entriesSince(scene, 0, "alpha")).toBe(0);
  expect(await entriesSince(scene, 0, "beta")).toBeGreaterThan(0);
  const bought = (await readOrders(scene.owner)).filter(({ purpose }) => purpose === "entry").map(({ symbol }) => symbol);
  expect(bought).not.toContain("SOL/USD");
});

test("flatten sells everything, in downtime too, and stays flat", async () => {
  const scene = await openScene();
  await untilHeld(scene, (hourOfDay) => hourOfDay === 2 || hourOfDay === 3);
  await scene.halt({ scope: "all", subject: "", verb: "flatten" });
  await scene.pass(1);
  expect([3, 4]).toContain(new Date(scene.nowMs()).getUTCHours());
  expect(await holders(scene)).toEqual([]);
  const sales = (await readOrders(scene.owner)).filter(({ reason }) => reason === "KILL_FLATTEN");
  expect(new Set(sales.map(({ account, state }) => `${account} ${state}`))).toEqual(new Set(["alpha filled", "beta filled"]));
  const { rows } = await scene.owner.query("select asset from balances where units > 0 and asset <> 'USD'");
  expect(rows).toEqual([]);
  // The next slot of the same night has nothing to act on: it is skipped like any other.
  await scene.pass(DAY_HOURS);
  expect(await entriesSince(scene, scene.nowMs() - DAY_HOURS * HOUR_MS)).toBe(0);
});

test("cancel takes back an entry that waits for its bar", async () => {
  const scene = await openScene();
  const waiting = async () => (await readOrders(scene.owner)).filter(({ purpose, state }) => purpose === "entry" && state === "open");
  for (let n = 0; n < HOURS_MAX && (await waiting()).length === 0; n += 1) await scene.closeByHand();
  const [entry] = await waiting();
  if (entry === undefined) throw new Error("no entry waits");
  await scene.halt({ scope: "workspace", subject: TEST_WORKSPACE, verb: "cancel" });
  await scene.closeByHand([entry.symbol]);
  const after = (await readOrders(scene.owner)).filter(
    ({ symbol, createdMs, purpose }) => purpose === "entry" && symbol === entry.symbol && createdMs === entry.createdMs,
  );
  expect(after.map(({ state, filledMs }) => ({ state, filledMs }))).toEqual(after.map(() => ({ state: "cancelled", filledMs: null })));
  const receipts = (await readReceipts(scene.owner)).filter(({ kind, account }) => kind === "halt" && account === entry.account);
  expect(receipts.flatMap(({ codes }) => codes)).toContain("ENTRY_CANCELLED");
});

test("slots under a halt are decided and written like any other", async () => {
  const scene = await openScene();
  await scene.halt({ scope: "workspace", subject: TEST_WORKSPACE, verb: "reduce_only" });
  await scene.pass(DAY_HOURS);
  const slots = await readSlots(scene.owner);
  expect(slots).toHaveLength(2 * DAY_HOURS);
  expect(slots.filter(({ outcome }) => outcome === "RUN")).toHaveLength(2 * (DAY_HOURS - 2));
});
