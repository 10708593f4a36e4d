import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { insertKill, releaseKill } from "@ballast/db/repositories/kills";
import type { Market } from "@ballast/db/repositories/markets";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, closeByHand, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { carryOutHalts } from "../decide-cycle/carry-out-halts.ts";
import { walkWhatIf } from "./walk-what-if.ts";

/** On the wall's clock nobody knows the open that a halt's sale waits for, and the halt has a minute of its own between two closes. */

const MARKET: Market = { ...TEST_MARKET, clock: "wall", rate: 1 };
const HALTED_BEHIND = 14;
const RELEASED_BEHIND = 19;
const HOURS = 40;
const database = await testDatabase();
afterAll(database.drop);

test("under the profile that decided nothing differs, with a flatten at its own minute", async () => {
  const clock = new TestClock(MARKET.cursorMs);
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: clock.nowMs });
  const { pool } = engine.ports;
  const seed = { owner: database.pools.owner, market: MARKET, accounts: [briskAccount("alpha")] };
  const { tenantId, accounts } = await seedTestMarket(engine.ports, seed);
  const accountId = accounts[0]?.accountId ?? "";
  const id = randomUUID();
  const until = (ms: number): void => {
    clock.advance(ms - clock.nowMs());
  };
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const closeMs = MARKET.cursorMs + hour * HOUR_MS;
    await closeByHand(engine, MARKET, { hour });
    until(closeMs + 3_000);
    await engine.drain();
    if (hour !== HALTED_BEHIND && hour !== RELEASED_BEHIND) continue;
    until(closeMs + 17 * MINUTE_MS);
    const atMs = clock.nowMs();
    const kill = { tenantId, id, scope: "account", subject: accountId, verb: "flatten", sinceMs: atMs, setBy: "test", reason: "a drill" };
    const release = { tenantId, id, releasedMs: atMs, releasedBy: "test", reason: "over" };
    await inTransaction(pool, async (client) => {
      if (hour === HALTED_BEHIND) await insertKill(client, kill);
      else await releaseKill(client, release);
    });
    await carryOutHalts(engine.ports, tenantId);
    await engine.drain();
  }
  const book = await findNewestBook(pool, { tenantId, accountId });
  if (book === undefined) throw new Error("no book of alpha");
  const { coreHash } = engine.ports.cycle;
  const path = await walkWhatIf({ db: pool, coreHash }, { book, profile: GUARDED_PROFILE, days: 30 });
  const haltedMs = MARKET.cursorMs + HALTED_BEHIND * HOUR_MS + 17 * MINUTE_MS;
  const atHalt = path?.orders.filter(({ atMs }) => atMs === haltedMs) ?? [];
  expect(atHalt.map(({ side, effect }) => `${side} ${effect}`)).toContain("sell same");
  expect(path?.counts.effects).toEqual({ same: path?.orders.length, resized: 0, blocked: 0, let_through: 0 });
  expect(path?.orders.some(({ atMs, side }) => side === "buy" && atMs > haltedMs)).toBe(true);
  expect(path?.wouldEquityUnits).toBe(path?.wasEquityUnits);
});
