import { tmpdir } from "node:os";
import { SECOND_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { putEngineHealth, removeEngineHealth } from "@ballast/db/repositories/engine-health";
import { listKills, releaseKill } from "@ballast/db/repositories/kills";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../testing/test-market.ts";
import { watchFeeds } from "./watch-feeds.ts";

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

async function openScene(clockKind: "wall" | "replay") {
  const database = await testDatabase();
  databases.push(database);
  const { owner, engine: pool } = database.pools;
  const market = { ...TEST_MARKET, clock: clockKind, rate: 1 };
  const clock = new TestClock(market.cursorMs);
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs });
  const { tenantId } = await seedTestMarket(engine.ports, { owner, market, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  const startedAtMs = clock.nowMs();
  const beat = (worker: string): Promise<void> => putEngineHealth(pool, { worker, startedAtMs, seenAtMs: clock.nowMs(), state: "running" });
  const kills = async () => (await listKills(pool, tenantId)).map(({ scope, verb, setBy, reason }) => ({ scope, verb, setBy, reason }));
  return { pool, owner, clock, tenantId, beat, kills, watch: () => watchFeeds(engine.ports) };
}

test("an engine that falls silent for 90 seconds blocks entries on the wall's clock, once, until a person re-arms", async () => {
  const { pool, owner, clock, tenantId, beat, kills, watch } = await openScene("wall");
  await beat("one");
  clock.advance(90 * SECOND_MS - 1);
  await watch();
  expect(await kills()).toEqual([]);
  clock.advance(1);
  await watch();
  await watch();
  expect(await kills()).toEqual([
    { scope: "all", verb: "block_entries", setBy: "engine", reason: expect.stringMatching(/^HEARTBEAT_GAP: .*engine one.*90000 ms/) },
  ]);
  expect((await owner.query("select act from audit_log where act = 'halt.trip'")).rows).toHaveLength(1);

  const [kill] = await listKills(pool, tenantId);
  await inTransaction(pool, (client) =>
    releaseKill(client, { tenantId, id: kill?.id ?? "", releasedMs: clock.nowMs(), releasedBy: "a person", reason: "it is gone" }),
  );
  await watch();
  expect(await kills()).toEqual([]);
  await beat("one");
  clock.advance(90 * SECOND_MS);
  await watch();
  expect(await kills()).toHaveLength(1);
});

test("one that was stopped is no silence, and a replay's clock knows none", async () => {
  const wall = await openScene("wall");
  await wall.beat("one");
  await removeEngineHealth(wall.pool, "one");
  wall.clock.advance(1_000 * SECOND_MS);
  await wall.watch();
  expect(await wall.kills()).toEqual([]);

  const replay = await openScene("replay");
  await replay.beat("one");
  replay.clock.advance(1_000 * SECOND_MS);
  await replay.watch();
  expect(await replay.kills()).toEqual([]);
});
