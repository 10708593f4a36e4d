import { tmpdir } from "node:os";
import { MINUTE_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import type { Market } from "@ballast/db/repositories/markets";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { sweep } from "../../schedules.ts";
import { readOrders, readReceipts, readSlots } from "../../testing/book-rows.ts";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, closeByHand, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { decideCycle } from "./decide-cycle.ts";

/** A market on the wall clock, whose closes are sealed by hand. */
const WALL_MARKET: Market = { ...TEST_MARKET, clock: "wall", rate: 1 };
const START_MS = WALL_MARKET.cursorMs;
const ON_TIME_MS = 2_000;
const LATE_MS = 5 * MINUTE_MS + 1;

const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.map(({ pools }) => expectLedgerCoherent(pools.owner)));
});
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

/** An engine on a wall market; `at` closes an hour, puts the clock so far behind the close and decides. */
async function openScene(accounts: readonly string[]) {
  const { pools, drop } = await testDatabase().then((database) => {
    databases.push(database);
    return database;
  });
  const clock = new TestClock(START_MS);
  const engine: TestEngine = await openTestEngine({ pool: pools.engine, stateDir: tmpdir(), wallMs: clock.nowMs });
  await seedTestMarket(engine.ports, { owner: pools.owner, market: WALL_MARKET, accounts: accounts.map((key) => briskAccount(key)) });
  const at = async (hour: number, behindMs: number): Promise<void> => {
    await closeByHand(engine, WALL_MARKET, { hour });
    clock.advance(START_MS + hour * HOUR_MS + behindMs - clock.nowMs());
    await engine.drain();
  };
  return { owner: pools.owner, drop, clock, engine, at };
}

type Scene = Awaited<ReturnType<typeof openScene>>;

async function holdsPosition({ owner }: Scene): Promise<boolean> {
  return (await readOrders(owner)).some(({ kind, state }) => kind === "stop-loss" && state === "open");
}

/** Trades on time until a position is held; answers the hour. */
async function untilHeld(scene: Scene): Promise<number> {
  for (let hour = 1; hour < 100; hour += 1) {
    await scene.at(hour, ON_TIME_MS);
    if (await holdsPosition(scene)) return hour;
  }
  throw new Error("nothing was bought");
}

test("a slot claimed within five minutes is RUN, and its receipt knows the wall's time", async () => {
  const scene = await openScene(["alpha"]);
  await scene.at(1, 5 * MINUTE_MS);
  const [slot] = await readSlots(scene.owner);
  expect(slot).toMatchObject({ atMs: START_MS + HOUR_MS, outcome: "RUN" });
  const [receipt] = await readReceipts(scene.owner);
  expect(receipt?.body.nowMs).toBe(START_MS + HOUR_MS + 5 * MINUTE_MS);
});

test("a slot claimed later than that is LATE: it enters nothing, says why, and still sells", async () => {
  const scene = await openScene(["alpha"]);
  const held = await untilHeld(scene);
  const before = (await readOrders(scene.owner)).filter(({ purpose }) => purpose === "entry").length;
  for (let hour = held + 1; hour <= held + 40; hour += 1) await scene.at(hour, LATE_MS);
  const late = (await readSlots(scene.owner)).filter(({ atMs, outcome }) => atMs > START_MS + held * HOUR_MS && outcome !== "SKIPPED");
  expect(new Set(late.map(({ outcome }) => outcome))).toEqual(new Set(["LATE"]));
  const orders = await readOrders(scene.owner);
  expect(orders.filter(({ purpose }) => purpose === "entry")).toHaveLength(before);
  expect(orders.filter(({ side, state }) => side === "sell" && state === "filled")).not.toEqual([]);
  const refused = (await readReceipts(scene.owner)).filter(({ outcome, codes }) => outcome === "LATE" && codes.includes("SLOT_LATE"));
  expect(refused).not.toEqual([]);
  for (const { body, codes } of refused) {
    expect(codes[0]).toBe("SLOT_DECIDED_LATE");
    expect(body.refusals.find(({ code }) => code === "SLOT_LATE")?.facts).toEqual([
      ["lateMs", String(LATE_MS)],
      ["limitMs", String(5 * MINUTE_MS)],
    ]);
  }
});

test("after an outage the older slots are one skipped range and only the newest is decided, late", async () => {
  const accounts = ["alpha", "beta", "gamma"];
  const scene = await openScene(accounts);
  const held = await untilHeld(scene);
  const hours = 300;
  await scene.at(held + hours, LATE_MS);
  const [firstMs, newestMs] = [START_MS + (held + 1) * HOUR_MS, START_MS + (held + hours) * HOUR_MS];
  const slots = (await readSlots(scene.owner)).filter(({ atMs }) => atMs >= firstMs);
  const facts = { slots: String(hours - 1), nowMs: String(newestMs + LATE_MS) };
  expect(slots.filter(({ outcome }) => outcome === "SKIPPED")).toEqual(
    accounts.map((account) => ({ account, kind: "hour", atMs: firstMs, untilMs: newestMs, outcome: "SKIPPED", reason: "OUTAGE", facts })),
  );
  expect(slots.slice(accounts.length).map(({ account, atMs, outcome }) => ({ account, atMs, outcome }))).toEqual(
    accounts.map((account) => ({ account, atMs: newestMs, outcome: "LATE" })),
  );
  const receipts = (await readReceipts(scene.owner)).filter(({ atMs }) => atMs >= firstMs);
  expect(receipts.map(({ atMs }) => atMs)).toEqual(accounts.map(() => newestMs));
  // What was held went through every bar of the outage: its stop acted where the market fell to it.
  const stopped = (await readOrders(scene.owner)).filter(({ kind, filledMs }) => kind === "stop-loss" && filledMs !== null);
  expect(stopped.filter(({ filledMs }) => (filledMs ?? 0) >= firstMs - HOUR_MS && (filledMs ?? 0) < newestMs)).not.toEqual([]);

  await scene.at(held + hours + 1, ON_TIME_MS);
  expect((await readSlots(scene.owner)).slice(-3).map(({ outcome }) => outcome)).toEqual(accounts.map(() => "RUN"));
});

test("an engine that is back within five minutes of a close decides that slot as if nothing had been", async () => {
  const scene = await openScene(["alpha"]);
  await scene.at(1, ON_TIME_MS);
  await scene.at(9, MINUTE_MS);
  expect(
    (await readSlots(scene.owner)).map(({ atMs, untilMs, outcome }) => [
      (atMs - START_MS) / HOUR_MS,
      (untilMs - START_MS) / HOUR_MS,
      outcome,
    ]),
  ).toEqual([
    [1, 1, "RUN"],
    [2, 9, "SKIPPED"],
    [9, 9, "RUN"],
  ]);
});

describe("what an engine decided before it went down, and sends after it is back", () => {
  /** Hours on time until the newest decision of `purpose` is committed by an engine that dies before it sends. */
  async function diedBeforeSending(scene: Scene, purpose: "entry" | "exit"): Promise<number> {
    const { cycle, shards } = scene.engine.ports;
    const dying = { ...cycle, snapshots: { ...cycle.snapshots, at: () => Promise.reject(new Error("killed before it sent")) } };
    for (let hour = 1; hour < 100; hour += 1) {
      await closeByHand(scene.engine, WALL_MARKET, { hour });
      scene.engine.loseJobs();
      scene.clock.advance(START_MS + hour * HOUR_MS + ON_TIME_MS - scene.clock.nowMs());
      for (let shard = 0; shard < shards; shard += 1) await decideCycle(dying, { track: WALL_MARKET.key, shard }).catch(() => undefined);
      if ((await intended(scene)).some((order) => order.purpose === purpose)) return hour;
      await sweep(scene.engine.ports);
      await scene.engine.drain();
    }
    throw new Error(`no ${purpose} was decided`);
  }
  const intended = async ({ owner }: Scene) => (await readOrders(owner)).filter(({ state }) => state === "intended");

  test("within five minutes is sent as it was decided", async () => {
    const scene = await openScene(["alpha"]);
    const hour = await diedBeforeSending(scene, "entry");
    scene.clock.advance(4 * MINUTE_MS);
    await sweep(scene.engine.ports);
    await scene.engine.drain();
    await scene.at(hour + 1, ON_TIME_MS);
    const entries = (await readOrders(scene.owner)).filter(
      ({ purpose, createdMs }) => purpose === "entry" && createdMs === START_MS + hour * HOUR_MS,
    );
    expect(entries.map(({ state, filledMs }) => [state, filledMs])).toEqual(entries.map(() => ["filled", START_MS + hour * HOUR_MS]));
  });

  test("later, an entry expires unsent, with its reason", async () => {
    const scene = await openScene(["alpha"]);
    await diedBeforeSending(scene, "entry");
    const waiting = await intended(scene);
    scene.clock.advance(3 * HOUR_MS);
    await sweep(scene.engine.ports);
    await scene.engine.drain();
    const entries = (await readOrders(scene.owner)).filter(
      ({ createdMs, purpose }) => purpose === "entry" && createdMs === waiting[0]?.createdMs,
    );
    expect(entries.map(({ state, filledMs }) => [state, filledMs])).toEqual(entries.map(() => ["expired", null]));
    const { rows } = await scene.owner.query<{ event: string; reason: string; at_ms: number }>(
      "select e.event, e.reason, e.at_ms from order_events e join orders o on o.id = e.order_id where o.state = 'expired' and e.to_state = 'expired'",
    );
    expect(rows).toEqual(entries.map(() => ({ event: "lapsed", reason: "INTENT_STALE", at_ms: scene.clock.nowMs() })));
  });

  test("later, a sale is sent then, and fills at the first open that follows or where its stop was faster", async () => {
    const scene = await openScene(["alpha"]);
    const hour = await diedBeforeSending(scene, "exit");
    const sales = (await intended(scene)).filter(({ purpose }) => purpose === "exit");
    scene.clock.advance(90 * MINUTE_MS);
    const backMs = scene.clock.nowMs();
    await sweep(scene.engine.ports);
    await scene.engine.drain();
    const sent = async () =>
      (await readOrders(scene.owner)).filter(({ purpose, createdMs }) => purpose === "exit" && createdMs === sales[0]?.createdMs);
    expect((await sent()).map(({ state, filledMs }) => [state, filledMs])).toEqual(sales.map(() => ["open", null]));
    const { rows } = await scene.owner.query<{ at_ms: number }>(
      "select e.at_ms from order_events e join orders o on o.id = e.order_id where o.state = 'open' and o.purpose = 'exit' and e.event = 'send_begun'",
    );
    expect(rows).toEqual(sales.map(() => ({ at_ms: backMs })));
    await scene.at(hour + 1, 31 * MINUTE_MS);
    await scene.at(hour + 2, ON_TIME_MS);
    await scene.at(hour + 3, ON_TIME_MS);
    for (const { state, filledMs } of await sent()) expect(filledMs).toBe(state === "filled" ? START_MS + (hour + 2) * HOUR_MS : null);
  });
});
