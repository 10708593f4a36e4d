import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { insertKill, releaseKill } from "@ballast/db/repositories/kills";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { carryOutHalts } from "../decide-cycle/carry-out-halts.ts";
import { walkWhatIf } from "./walk-what-if.ts";
import type { WhatIfRequest } from "./what-if-request.ts";

/** A person halts an account between two closes and releases it later: another path meets that as it was. */

const HOURS_BEFORE = 14;
const HOURS_HALTED = 5;
const HOURS_AFTER = 30;
const database = await testDatabase();
let engine: TestEngine;
let request: WhatIfRequest;
let haltedMs: number;
let releasedMs: number;

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  const seeded = await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha")] });
  const { pool } = engine.ports;
  const { tenantId } = seeded;
  const accountId = seeded.accounts[0]?.accountId ?? "";
  let hour = 0;
  const pass = async (hours: number): Promise<void> => {
    await passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + hour * HOUR_MS }, hours);
    hour += hours;
  };
  const nowMs = (): number => TEST_MARKET.cursorMs + hour * HOUR_MS;
  await pass(HOURS_BEFORE);
  const id = randomUUID();
  haltedMs = nowMs();
  const kill = { tenantId, id, scope: "account", subject: accountId, verb: "flatten", sinceMs: haltedMs, setBy: "test", reason: "a drill" };
  await inTransaction(pool, (client) => insertKill(client, kill));
  await carryOutHalts(engine.ports, tenantId);
  await engine.drain();
  await pass(HOURS_HALTED);
  releasedMs = nowMs();
  await inTransaction(pool, (client) => releaseKill(client, { tenantId, id, releasedMs, releasedBy: "test", reason: "over" }));
  await pass(HOURS_AFTER);
  const book = await findNewestBook(pool, { tenantId, accountId });
  if (book === undefined) throw new Error("no book of alpha");
  request = { book, profile: GUARDED_PROFILE, days: 30 };
});
afterAll(database.drop);

const ports = () => ({ db: engine.ports.pool, decide: engine.ports.cycle.decide, coreHash: engine.ports.cycle.coreHash });

test("under the profile that decided nothing differs, the halt's sale at its own time among it, and the worth is the same to the last unit", async () => {
  const { rows } = await database.pools.owner.query<{ kind: string; at_ms: number }>(
    "select kind, at_ms from receipts where kind = 'halt'",
  );
  expect(rows).toHaveLength(1);
  const path = await walkWhatIf(ports(), request);
  expect(path?.counts.effects).toEqual({ same: path?.orders.length, resized: 0, blocked: 0, let_through: 0 });
  expect(path?.orders.every(({ wasQuantity, wouldQuantity }) => wasQuantity === wouldQuantity)).toBe(true);
  const atHalt = path?.orders.filter(({ atMs, reason }) => atMs === rows[0]?.at_ms && reason !== "") ?? [];
  expect(atHalt.length).toBeGreaterThan(0);
  expect(new Set(atHalt.map(({ side }) => side))).toEqual(new Set(["sell"]));
  expect(path).toMatchObject({ halts: 0, undecidedCloses: 0, otherReleaseSlots: 0 });
  expect(path?.wouldEquityUnits).toBe(path?.wasEquityUnits);
});

test("the same holds of a stretch that begins with the halt", async () => {
  const sinceHaltDays = (HOURS_HALTED + HOURS_AFTER) / 24;
  const path = await walkWhatIf(ports(), { ...request, days: sinceHaltDays });
  expect(path?.orders[0]).toMatchObject({ side: "sell", reason: "KILL_FLATTEN" });
  expect(path?.counts.effects).toEqual({ same: path?.orders.length, resized: 0, blocked: 0, let_through: 0 });
  expect(path?.wouldEquityUnits).toBe(path?.wasEquityUnits);
});

test("another profile buys nothing while a person halts the account", async () => {
  const path = await walkWhatIf(ports(), { ...request, profile: { ...BALANCED_PROFILE, riskFractionBps: 150 } });
  const buys = path?.orders.filter(({ side, wouldQuantity }) => side === "buy" && wouldQuantity !== undefined) ?? [];
  expect(buys.some(({ atMs }) => atMs > releasedMs)).toBe(true);
  expect(buys.filter(({ atMs }) => atMs > haltedMs && atMs <= releasedMs)).toEqual([]);
});
