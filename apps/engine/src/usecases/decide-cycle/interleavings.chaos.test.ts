import { tmpdir } from "node:os";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { BookMovedError, FenceLostError } from "@ballast/db/repositories/commit-cycle";
import { isTrackBehind } from "@ballast/db/repositories/due-work";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { exportCanonical } from "../export-canonical.ts";
import { tickMarket } from "../market/tick-market.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import { decideCycle } from "./decide-cycle.ts";

const HOURS = 40;
const LEASE_MS = 10_000;
const SHARD = { track: TEST_MARKET.key, shard: 0 };
const ACCOUNTS = ["alpha", "beta", "gamma", "delta", "epsilon"];
const CALM_ROUNDS_MAX = 20;

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

class Crashed extends Error {}

/** The same fates for the same seed, spread evenly. */
function fatesOf(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return (sha256(new TextEncoder().encode(`${seed} ${drawn}`))[0] ?? 0) / 256;
  };
}

/**
 * A worker to whom the worst happens where it hurts: behind its claim, before it decides, and between
 * its commit and its dispatch it may die, or be paused until its leases are over.
 */
function unlucky(ports: CyclePorts, clock: TestClock, fate: () => number): CyclePorts {
  const suffer = async (): Promise<void> => {
    const drawn = fate();
    if (drawn < 0.08) throw new Crashed();
    if (drawn < 0.16) clock.advance(LEASE_MS + 1);
    if (drawn < 0.4) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...ports,
    loadWork: async (claimed) => {
      await suffer();
      return ports.loadWork(claimed);
    },
    snapshots: {
      ...ports.snapshots,
      load: async (track, fromMs, count) => {
        await suffer();
        return ports.snapshots.load(track, fromMs, count);
      },
      at: async (track, closeMs) => {
        await suffer();
        return ports.snapshots.at(track, closeMs);
      },
    },
  };
}

async function openScene() {
  const database = await testDatabase();
  databases.push(database);
  const clock = new TestClock(TEST_MARKET.cursorMs);
  const engines: TestEngine[] = [];
  for (const workerName of ["a", "b", "c"]) {
    const engine = { pool: database.pools.engine, stateDir: tmpdir(), wallMs: clock.nowMs, workerName, leaseMs: LEASE_MS, shards: 1 };
    engines.push(await openTestEngine(engine));
  }
  const [first] = engines;
  if (first === undefined) throw new Error("no engine");
  await seedTestMarket(first.ports, { owner: database.pools.owner, accounts: ACCOUNTS.map((key) => briskAccount(key)) });
  return { database, clock, engines, first };
}

/** Brings the market on by a few hours at a time, and lets `decide` do what it may. */
async function live(scene: Awaited<ReturnType<typeof openScene>>, decide: () => Promise<void>): Promise<string> {
  const { first, clock, database } = scene;
  for (let hour = 2; hour <= HOURS; hour += 2) {
    await tickMarket(first.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + hour * HOUR_MS });
    first.loseJobs();
    await decide();
  }
  for (let round = 0; await isTrackBehind(database.pools.engine, TEST_MARKET.key); round += 1) {
    if (round > CALM_ROUNDS_MAX) throw new Error("the books never caught up");
    clock.advance(LEASE_MS + 1);
    await decideCycle(first.ports.cycle, SHARD);
  }
  let text = "";
  const write = async (piece: string): Promise<void> => {
    text += piece;
  };
  await exportCanonical(database.pools.engine, { runs: [], accounts: [], write });
  await expectLedgerCoherent(database.pools.owner);
  return text;
}

const calm = openScene().then((scene) =>
  live(scene, async () => {
    await decideCycle(scene.first.ports.cycle, SHARD);
  }),
);

test.each(["one", "two", "three", "four", "five", "six"])(
  "three workers that die and stall at random (%s) leave the books of one that never did",
  async (seed) => {
    const scene = await openScene();
    const fate = fatesOf(seed);
    const workers = scene.engines.map(({ ports }) => unlucky(ports.cycle, scene.clock, fate));
    const seen = new Set<string>();
    const disturbed = await live(scene, async () => {
      for (const outcome of await Promise.allSettled(workers.map((ports) => decideCycle(ports, SHARD)))) {
        if (outcome.status === "fulfilled") continue;
        const { reason } = outcome;
        seen.add(reason instanceof Error ? reason.constructor.name : String(reason));
        if (![Crashed, FenceLostError, BookMovedError].some((kind) => reason instanceof kind)) throw reason;
      }
    });
    expect(seen).toContain(Crashed.name);
    expect(disturbed).toBe(await calm);
  },
);
