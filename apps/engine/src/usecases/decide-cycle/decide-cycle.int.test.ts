import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replayNowOf } from "@ballast/core/time/clock";
import { claimBooks, releaseClaims } from "@ballast/db/repositories/claims";
import { BookMovedError, FenceLostError } from "@ballast/db/repositories/commit-cycle";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { loadTrack, type Track } from "@ballast/db/repositories/tracks";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { afterAll, afterEach, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { exportCanonical } from "../export-canonical.ts";
import { tickMarket } from "../market/tick-market.ts";
import type { ClaimedWork } from "./book-loader.ts";
import { commitDecided, type Decided } from "./commit-decided.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { decideBook } from "./decide-book.ts";
import { decideCycle } from "./decide-cycle.ts";
import { advanceClaim, dispatchCommitted } from "./dispatch-committed.ts";

const LEASE_MS = 10_000;
const HOURS = 30;
const ACCOUNTS = ["alpha", "beta", "gamma"];

const stateDir = await mkdtemp(join(tmpdir(), "ballast-cycle-"));
const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.map(({ pools }) => expectLedgerCoherent(pools.owner)));
});
afterAll(async () => {
  await Promise.all(databases.map(({ drop }) => drop()));
  await rm(stateDir, { recursive: true });
});

type Scene = { readonly database: TestDatabase; readonly clock: TestClock; readonly engineOf: (workerName: string) => Promise<TestEngine> };

/** A database with three accounts on one market; engines of any name work on it. One shard: all books race. */
async function openScene(): Promise<Scene> {
  const database = await testDatabase();
  databases.push(database);
  const clock = new TestClock(Date.UTC(2026, 5, 1));
  const engineOf = (workerName: string): Promise<TestEngine> =>
    openTestEngine({ pool: database.pools.engine, stateDir, wallMs: clock.nowMs, workerName, leaseMs: LEASE_MS, shards: 1 });
  const { ports } = await engineOf("seed");
  await seedTestMarket(ports, { owner: database.pools.owner, accounts: ACCOUNTS.map((key) => briskAccount(key)) });
  return { database, clock, engineOf };
}

async function exported({ database }: Scene): Promise<string> {
  let text = "";
  const write = async (piece: string): Promise<void> => {
    text += piece;
  };
  await exportCanonical(database.pools.engine, { runs: [], accounts: [], write });
  return text;
}

/** What the market's day leaves where nothing disturbs it. */
async function undisturbed(): Promise<string> {
  const scene = await openScene();
  await passHours(await scene.engineOf("only"), TEST_MARKET, HOURS);
  return exported(scene);
}
const quiet = undisturbed();

async function count(scene: Scene, table: string): Promise<number> {
  const { rows } = await scene.database.pools.owner.query<{ count: number }>(`select count(*) from ${table}`);
  return rows[0]?.count ?? 0;
}

async function tick({ ports }: TestEngine, hour: number): Promise<Track> {
  await tickMarket(ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + hour * HOUR_MS });
  const track = await loadTrack(ports.pool, TEST_MARKET.key);
  if (track === undefined) throw new Error("the market has no track");
  return track;
}

async function claim({ cycle, wallMs }: TestEngine["ports"], holder: string): Promise<ClaimedWork[]> {
  const of = { track: TEST_MARKET.key, shard: 0, limit: 100, holder, wallMs: wallMs(), leaseMs: LEASE_MS };
  return cycle.loadWork(await claimBooks(cycle.pool, of));
}

/** Decides the claimed books' next slot, and stops short of the commit. */
async function decideNext(ports: CyclePorts, track: Track, books: readonly ClaimedWork[]): Promise<Decided[]> {
  const { sealed } = await ports.snapshots.at(track, track.horizonMs);
  return books.map((claimed) => ({
    claimed,
    progress: decideBook(claimed.work, [sealed], { ...ports, nowMs: replayNowOf, newestMs: track.horizonMs }),
    nextSlotMs: track.horizonMs + HOUR_MS,
  }));
}

function behindCommit({ claimed, progress, nextSlotMs }: Decided): ClaimedWork {
  return advanceClaim(claimed, progress, { nextSlotMs, pendingDispatch: progress.mustDispatch });
}

/** Passes hours undisturbed until the next one decides something to send; answers that decision. */
async function untilTrade(engine: TestEngine): Promise<{ readonly hour: number; readonly track: Track; readonly decided: Decided[] }> {
  const { cycle, workerName } = engine.ports;
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const track = await tick(engine, hour);
    const decided = await decideNext(cycle, track, await claim(engine.ports, workerName));
    if (decided.some(({ progress }) => progress.mustDispatch)) return { hour, track, decided };
    await engine.drain();
  }
  throw new Error("nobody traded");
}

async function finish(engine: TestEngine, fromHour: number): Promise<void> {
  await engine.drain();
  for (let hour = fromHour; hour <= HOURS; hour += 1) {
    await tick(engine, hour);
    await engine.drain();
  }
}

test("every account has each slot once, and a second delivery does nothing", async () => {
  const scene = await openScene();
  const engine = await scene.engineOf("a");
  await tick(engine, 5);
  const [due] = await findDueShardsOf(scene.database.pools.engine, TEST_MARKET.key);
  if (due === undefined) throw new Error("no shard is due");
  expect(await decideCycle(engine.ports.cycle, due)).toMatchObject({ slots: 5 * ACCOUNTS.length });
  expect(await decideCycle(engine.ports.cycle, due)).toEqual({ slots: 0, receipts: 0, sent: 0, fills: 0 });
  expect(await engine.drain()).toBeGreaterThan(0);
  const { rows } = await scene.database.pools.owner.query(
    "select count(*), count(distinct (account_id, at_ms)) as distinct, min(at_ms) as first, max(at_ms) as last from slots",
  );
  expect(rows).toEqual([{ count: 15, distinct: 15, first: TEST_MARKET.cursorMs + HOUR_MS, last: TEST_MARKET.cursorMs + 5 * HOUR_MS }]);
});

test("trades happen in the hours that these tests disturb", async () => {
  const rows = (await quiet).split("\n");
  const kinds = (kind: string): number => rows.filter((row) => row.startsWith(`{"row":"${kind}"`)).length;
  expect(kinds("slot")).toBe(HOURS * ACCOUNTS.length);
  expect(kinds("fill")).toBeGreaterThan(5);
  expect(kinds("disposal")).toBeGreaterThan(2);
});

test("two workers that race for a shard decide every slot once", async () => {
  const scene = await openScene();
  const engines = await Promise.all(["a", "b", "c"].map(scene.engineOf));
  const [first] = engines;
  if (first === undefined) throw new Error("no engine");
  for (let hour = 1; hour <= HOURS; hour += 1) {
    await tick(first, hour);
    const shard = { track: TEST_MARKET.key, shard: 0 };
    await Promise.all(engines.map(({ ports }) => decideCycle(ports.cycle, shard)));
    // Whoever holds the books keeps them until its lease is over; now and then they change hands.
    if (hour % 3 === 0) scene.clock.advance(LEASE_MS + 1);
  }
  first.loseJobs();
  expect(await exported(scene)).toBe(await quiet);
});

test("a batch with one book that moved writes nothing at all", async () => {
  const scene = await openScene();
  const [slow, fast] = [await scene.engineOf("slow"), await scene.engineOf("fast")];
  const track = await tick(slow, 1);
  const stale = await decideNext(slow.ports.cycle, track, await claim(slow.ports, "slow"));
  scene.clock.advance(LEASE_MS + 1);
  const [one] = await decideNext(fast.ports.cycle, track, await claim(fast.ports, "fast"));
  if (one === undefined) throw new Error("nothing is due");
  await commitDecided(fast.ports.cycle, [one]);
  const before = await exported(scene);
  await expect(commitDecided(slow.ports.cycle, stale)).rejects.toThrow(BookMovedError);
  expect(await exported(scene)).toBe(before);
  expect(await count(scene, "slots")).toBe(1);
});

test("a worker that was paused past its lease sends nothing, and the next holder does", async () => {
  const scene = await openScene();
  const [paused, next] = [await scene.engineOf("paused"), await scene.engineOf("next")];
  const { hour, track, decided } = await untilTrade(paused);
  await commitDecided(paused.ports.cycle, decided);
  scene.clock.advance(LEASE_MS + 1);
  const taken = await claim(next.ports, "next");
  expect(taken.length).toBeGreaterThan(0);

  const close = await paused.ports.cycle.snapshots.at(track, track.horizonMs);
  const pending = decided.filter(({ progress }) => progress.mustDispatch).map(behindCommit);
  const [orders, fills] = [await count(scene, "order_events"), await count(scene, "fills")];
  await expect(dispatchCommitted(paused.ports.cycle, pending, () => close)).rejects.toThrow(FenceLostError);
  expect([await count(scene, "order_events"), await count(scene, "fills")]).toEqual([orders, fills]);

  paused.loseJobs();
  await decideCycle(next.ports.cycle, { track: TEST_MARKET.key, shard: 0 });
  expect(await count(scene, "fills")).toBeGreaterThan(fills);
  await finish(next, hour + 1);
  expect(await exported(scene)).toBe(await quiet);
});

test("a crash between commit and dispatch is finished by the next claim, to the same rows", async () => {
  const scene = await openScene();
  const crashed = await scene.engineOf("crashed");
  const { hour, decided } = await untilTrade(crashed);
  await commitDecided(crashed.ports.cycle, decided);
  crashed.loseJobs();

  const after = await scene.engineOf("after");
  const shard = { track: TEST_MARKET.key, shard: 0 };
  expect(await decideCycle(after.ports.cycle, shard)).toEqual({ slots: 0, receipts: 0, sent: 0, fills: 0 });
  scene.clock.advance(LEASE_MS + 1);
  expect((await decideCycle(after.ports.cycle, shard)).fills).toBeGreaterThan(0);
  await finish(after, hour + 1);
  expect(await exported(scene)).toBe(await quiet);
});

test("a worker that stops gives its claims back, and the next one need not wait", async () => {
  const scene = await openScene();
  const [stopping, next] = [await scene.engineOf("stopping"), await scene.engineOf("next")];
  await tick(stopping, 1);
  await claim(stopping.ports, "stopping");
  expect(await claim(next.ports, "next")).toEqual([]);
  await releaseClaims(scene.database.pools.engine, "stopping");
  expect(await claim(next.ports, "next")).toHaveLength(ACCOUNTS.length);
});
