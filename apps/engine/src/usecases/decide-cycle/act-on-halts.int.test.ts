import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { SEAL_DELAY_MS } from "@ballast/core/time/clock";
import { HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { insertKill, releaseKill } from "@ballast/db/repositories/kills";
import type { Market } from "@ballast/db/repositories/markets";
import { AppError } from "@ballast/jobs/app-error";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, expect, test } from "vitest";
import { sweep } from "../../schedules.ts";
import { readOrders, readReceipts, readSlots } from "../../testing/book-rows.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, closeByHand, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { executeCommand } from "../commands/execute-command.ts";
import { tickMarket } from "../market/tick-market.ts";
import { carryOutHalts } from "./carry-out-halts.ts";
import { decideCycle } from "./decide-cycle.ts";

const HOURS_MAX = 60;
const ACCOUNTS = ["alpha", "beta"];

const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.map(({ pools }) => expectLedgerCoherent(pools.owner)));
});
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

type Halt = { readonly scope: string; readonly subject: string; readonly verb: string };
const everywhere = (verb: string): Halt => ({ scope: "workspace", subject: TEST_WORKSPACE, verb });

/** Two accounts on a market whose closes a test makes; the halts are rows, as the web and the command line write them. */
async function openScene(market: Market = TEST_MARKET) {
  const database = await testDatabase();
  databases.push(database);
  const { owner, engine: pool } = database.pools;
  const clock = new TestClock(market.cursorMs);
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, leaseMs: 100 * HOUR_MS });
  const { tenantId } = await seedTestMarket(engine.ports, { owner, market, accounts: ACCOUNTS.map((key) => briskAccount(key)) });
  let hour = 0;
  const closeMs = (): number => market.cursorMs + hour * HOUR_MS;
  return {
    ...{ owner, pool, engine, clock, tenantId, closeMs },
    pass: async () => {
      await passHours(engine, { key: market.key, cursorMs: closeMs() }, 1);
      hour += 1;
    },
    /** Closes one hour and loses the jobs that would decide it. */
    closeUnheard: async () => {
      hour += 1;
      await tickMarket(engine.ports, { marketKey: market.key, closeMs: closeMs() });
      engine.loseJobs();
    },
    /** Closes one hour as a feed does, with nobody knowing the next open, and the clock so far behind it. */
    closeByHand: async (behindMs = SEAL_DELAY_MS) => {
      hour += 1;
      await closeByHand(engine, market, { hour });
      clock.advance(closeMs() + behindMs - clock.nowMs());
      await engine.drain();
    },
    halt: async (of: Halt): Promise<string> => {
      const kill = { tenantId, id: randomUUID(), ...of, sinceMs: clock.nowMs(), setBy: "test", reason: "a drill" };
      await inTransaction(pool, (client) => insertKill(client, kill));
      return kill.id;
    },
    release: (id: string) =>
      inTransaction(pool, (client) => releaseKill(client, { tenantId, id, releasedMs: 1, releasedBy: "test", reason: "over" })),
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

const haltSlots = ({ owner }: Scene) => readSlots(owner, ["halt"]);
const ordersOf = async ({ owner }: Scene, purpose: string, state: string) =>
  (await readOrders(owner)).filter((order) => order.purpose === purpose && order.state === state);

async function until(step: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < HOURS_MAX; n += 1) {
    await step();
    if (await isThere()) return;
  }
  throw new Error("the market did not bring it");
}

const accountsIn = (orders: readonly { readonly account: string }[]): string[] => [...new Set(orders.map(({ account }) => account))].sort();

test("flatten acts without a close: one sweep decides a slot for each account, sells, and its stops yield", async () => {
  const scene = await openScene();
  await until(scene.pass, async () => accountsIn(await ordersOf(scene, "protection", "open")).length === 2);
  const closes = await readSlots(scene.owner);
  await scene.halt(everywhere("flatten"));
  await carryOutHalts(scene.engine.ports);
  const atMs = scene.closeMs() + SEAL_DELAY_MS;
  expect(await haltSlots(scene)).toMatchObject(ACCOUNTS.map((account) => ({ account, atMs, outcome: "RUN", reason: "INTENTS" })));
  expect(await readSlots(scene.owner)).toEqual(closes);
  const sales = (await readOrders(scene.owner)).filter(({ reason }) => reason === "KILL_FLATTEN");
  expect(accountsIn(sales)).toEqual(ACCOUNTS);
  expect(new Set(sales.map(({ state }) => state))).toEqual(new Set(["filled"]));
  expect(await ordersOf(scene, "protection", "open")).toEqual([]);
  const { rows } = await scene.owner.query("select asset from balances where units > 0 and asset <> 'USD'");
  expect(rows).toEqual([]);
});

test("cancel takes back the entry that waits and leaves the position with its stop", async () => {
  const scene = await openScene();
  await until(scene.closeByHand, async () => {
    const held = accountsIn(await ordersOf(scene, "protection", "open"));
    return held.length === 2 && (await ordersOf(scene, "entry", "open")).length > 0;
  });
  const stops = await ordersOf(scene, "protection", "open");
  await scene.halt(everywhere("cancel"));
  await carryOutHalts(scene.engine.ports);
  expect(await ordersOf(scene, "entry", "open")).toEqual([]);
  expect(await ordersOf(scene, "entry", "cancelled")).not.toEqual([]);
  expect(await ordersOf(scene, "protection", "open")).toEqual(stops);
});

test("carried out twice, by a second engine too, a halt does nothing twice", async () => {
  const scene = await openScene();
  await until(scene.pass, async () => (await ordersOf(scene, "protection", "open")).length > 0);
  const first = await scene.halt(everywhere("flatten"));
  await carryOutHalts(scene.engine.ports);
  const orders = await readOrders(scene.owner);
  await carryOutHalts(scene.engine.ports);
  await carryOutHalts((await openTestEngine({ pool: scene.pool, stateDir: tmpdir(), wallMs: scene.clock.nowMs })).ports);
  expect(await readOrders(scene.owner)).toEqual(orders);
  expect(await haltSlots(scene)).toHaveLength(2);

  // A second halt in the same millisecond of the run's clock is a slot of its own.
  await scene.release(first);
  await scene.halt(everywhere("cancel"));
  await carryOutHalts(scene.engine.ports);
  const { rows } = await scene.owner.query<{ seq: number }>("select seq from slots where kind = 'halt' order by seq");
  expect(rows.map(({ seq }) => seq)).toEqual([0, 0, 1, 1]);
  const codes = (await readReceipts(scene.owner)).filter(({ kind }) => kind === "halt").map((receipt) => receipt.codes);
  expect(codes.filter(([code]) => code === "HALT_NO_EFFECT").length).toBeGreaterThanOrEqual(2);
});

test("with Redis away the rows are enough; with it, the command carries the halt out", async () => {
  const scene = await openScene();
  await until(scene.pass, async () => accountsIn(await ordersOf(scene, "protection", "open")).length === 2);
  const away = {
    ...scene.engine.ports,
    enqueue: () => Promise.reject(new AppError("QUEUE_AWAY", "Redis does not answer", { retry: "later" })),
  };
  const [alpha] = (await scene.owner.query<{ id: string }>("select id from accounts where key = 'alpha'")).rows;
  await scene.halt({ scope: "account", subject: alpha?.id ?? "", verb: "flatten" });
  await carryOutHalts(away);
  expect(accountsIn(await ordersOf(scene, "protection", "open"))).toEqual(["beta"]);

  const haltId = await scene.halt(everywhere("flatten"));
  const commandId = randomUUID();
  await scene.owner.query(
    "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, 'halt.set', $3, $4, 0, 'pending')",
    [scene.tenantId, commandId, JSON.stringify({ haltId }), randomUUID()],
  );
  await executeCommand(scene.engine.ports, { tenantId: scene.tenantId, commandId });
  expect(await ordersOf(scene, "protection", "open")).toEqual([]);
});

test("a halt of one instrument makes slots for the books that trade it, and a released one for none", async () => {
  const scene = await openScene();
  await scene.pass();
  await scene.halt({ scope: "instrument", subject: "BTC/USD", verb: "cancel" });
  await scene.halt({ scope: "instrument", subject: "LINK/USD", verb: "cancel" });
  await scene.release(await scene.halt(everywhere("flatten")));
  await carryOutHalts(scene.engine.ports);
  const kills = (await readReceipts(scene.owner))
    .filter(({ kind }) => kind === "halt")
    .map(({ body }) => body.kills.map(({ subject }) => subject));
  expect(kills).toEqual(ACCOUNTS.map(() => ["BTC/USD", "LINK/USD"]));
  expect((await scene.owner.query("select from halt_acts")).rowCount).toBe(2);
});

test("a book that was never decided has nothing to act on, and its slot says so", async () => {
  const scene = await openScene();
  await scene.halt(everywhere("flatten"));
  await carryOutHalts(scene.engine.ports);
  const slots = await haltSlots(scene);
  expect(slots.map(({ account }) => account)).toEqual(ACCOUNTS);
  expect(await readOrders(scene.owner)).toEqual([]);
});

test("an entry that a crash kept from being sent is taken back, and never sent", async () => {
  const scene = await openScene();
  const { cycle, shards } = scene.engine.ports;
  const dying = { ...cycle, snapshots: { ...cycle.snapshots, at: () => Promise.reject(new Error("killed before it sent")) } };
  await until(
    async () => {
      await sweep(scene.engine.ports);
      await scene.engine.drain();
      await scene.closeUnheard();
      for (let shard = 0; shard < shards; shard += 1) await decideCycle(dying, { track: TEST_MARKET.key, shard }).catch(() => undefined);
    },
    async () => (await ordersOf(scene, "entry", "intended")).length > 0,
  );
  const [entry] = await ordersOf(scene, "entry", "intended");
  await scene.halt(everywhere("cancel"));
  await carryOutHalts(scene.engine.ports);
  const after = (await readOrders(scene.owner)).filter(({ createdMs, purpose }) => purpose === "entry" && createdMs === entry?.createdMs);
  expect(after.map(({ state, filledMs }) => [state, filledMs])).toEqual(after.map(() => ["cancelled", null]));
  const { rows } = await scene.owner.query(
    "select from order_events e join orders o on o.id = e.order_id where e.event = 'send_begun' and o.state = 'cancelled'",
  );
  expect(rows).toEqual([]);
});

test("on the wall a flatten is due when it was set, sends its sale at once, and fills at the next open", async () => {
  const scene = await openScene({ ...TEST_MARKET, clock: "wall", rate: 1 });
  await until(scene.closeByHand, async () => accountsIn(await ordersOf(scene, "protection", "open")).length === 2);
  scene.clock.advance(40 * MINUTE_MS);
  const haltedMs = scene.clock.nowMs();
  await scene.halt(everywhere("flatten"));
  scene.clock.advance(1_000);
  await carryOutHalts(scene.engine.ports);
  expect(await haltSlots(scene)).toMatchObject(ACCOUNTS.map((account) => ({ account, atMs: haltedMs, outcome: "RUN" })));
  const flattening = async () => (await readOrders(scene.owner)).filter(({ reason }) => reason === "KILL_FLATTEN");
  const sales = await flattening();
  expect(new Set(sales.map(({ state, createdMs }) => `${state} ${createdMs - haltedMs}`))).toEqual(new Set(["open 1000"]));
  // Until then the stops stay.
  expect(accountsIn(await ordersOf(scene, "protection", "open"))).toEqual(ACCOUNTS);
  const nextOpenMs = scene.closeMs() + HOUR_MS;
  await scene.closeByHand();
  expect((await flattening()).filter(({ filledMs }) => filledMs !== null)).toEqual([]);
  await scene.closeByHand();
  // Where a stop was faster it has sold, and the sale was cancelled.
  for (const { state, filledMs } of await flattening()) expect(filledMs).toBe(state === "filled" ? nextOpenMs : null);
  const { rows } = await scene.owner.query("select asset from balances where units > 0 and asset <> 'USD'");
  expect(rows).toEqual([]);
});

test("a halt that was set while the engine was down is LATE, acts on the snapshot there is, and goes before the outage's bars", async () => {
  const scene = await openScene({ ...TEST_MARKET, clock: "wall", rate: 1 });
  await until(scene.closeByHand, async () => (await ordersOf(scene, "protection", "open")).length > 0);
  await scene.halt(everywhere("flatten"));
  scene.clock.advance(30 * HOUR_MS);
  await sweep(scene.engine.ports);
  await carryOutHalts(scene.engine.ports);
  expect(new Set((await haltSlots(scene)).map(({ outcome }) => outcome))).toEqual(new Set(["LATE"]));
  expect(await ordersOf(scene, "exit", "open")).not.toEqual([]);
});
