import { tmpdir } from "node:os";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { slotsWhatIf } from "./slots-what-if.ts";
import { walkWhatIf } from "./walk-what-if.ts";
import type { WhatIfRequest } from "./what-if-request.ts";

const HOURS = 60;
const database = await testDatabase();
let engine: TestEngine;
let request: WhatIfRequest;

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha")] });
  await passHours(engine, TEST_MARKET, HOURS);
  const { rows } = await database.pools.engine.query<{ tenant_id: string; id: string }>(
    "select tenant_id, id from accounts where key = 'alpha'",
  );
  const [account] = rows;
  const book = account && (await findNewestBook(engine.ports.pool, { tenantId: account.tenant_id, accountId: account.id }));
  if (book === undefined) throw new Error("no book of alpha");
  request = { book, profile: GUARDED_PROFILE, days: 30 };
});
afterAll(database.drop);

const ports = () => ({ db: engine.ports.pool, decide: engine.ports.cycle.decide, coreHash: engine.ports.cycle.coreHash });

async function rowsWritten(): Promise<unknown> {
  const { rows } = await database.pools.owner.query(
    "select (select count(*) from receipts) as receipts, (select count(*) from account_states) as states, (select count(*) from orders) as orders, (select count(*) from audit_log) as audit",
  );
  return rows;
}

describe("the last days under another profile", () => {
  test("are the same orders under the profile that decided, slot by slot and along the path, to the last unit", async () => {
    const slots = await slotsWhatIf(ports(), request);
    expect(slots.changes).toEqual([]);
    expect(slots.orders.length).toBeGreaterThan(5);
    expect(slots.counts.effects).toEqual({ same: slots.orders.length, blocked: 0, resized: 0, let_through: 0 });
    const path = await walkWhatIf(ports(), request);
    expect(path?.counts.effects).toMatchObject({ blocked: 0, resized: 0, let_through: 0 });
    expect(path?.orders).toHaveLength(slots.orders.length);
    expect(path?.wouldEquityUnits).toBe(path?.wasEquityUnits);
  });

  test("resize entries where less is risked, and never exits or what they sell on their own state", async () => {
    const found = await slotsWhatIf(ports(), { ...request, profile: { ...GUARDED_PROFILE, riskFractionBps: 150 } });
    expect(found.changes.map(({ path }) => path)).toEqual(["riskFractionBps"]);
    const resized = found.orders.filter(({ effect }) => effect === "resized");
    expect(resized.length).toBeGreaterThan(0);
    expect(new Set(resized.map(({ purpose }) => purpose))).toEqual(new Set(["entry"]));
    expect(resized.every(({ wasQuantity = 0n, wouldQuantity = 0n }) => wouldQuantity < wasQuantity)).toBe(true);
  });

  test("block every entry of a profile that only reduces, with the code of its check", async () => {
    const found = await slotsWhatIf(ports(), { ...request, profile: { ...BALANCED_PROFILE, isReduceOnly: true } });
    const entries = found.orders.filter(({ purpose }) => purpose === "entry");
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ effect, code }) => `${effect} ${code}`))).toEqual(new Set(["blocked PROFILE_REDUCE_ONLY"]));
    const path = await walkWhatIf(ports(), { ...request, profile: { ...BALANCED_PROFILE, isReduceOnly: true } });
    expect(path?.orders.filter(({ effect }) => effect !== "blocked")).toEqual([]);
  });

  test("block what falls into another downtime window, the hours that the old one skipped among what was decided", async () => {
    const schedule = { windows: [{ fromMinute: 0, toMinute: 720 }], transitionMinutes: 0 };
    const found = await slotsWhatIf(ports(), { ...request, profile: { ...GUARDED_PROFILE, schedule } });
    const inWindow = found.orders.filter(({ atMs }) => atMs % DAY_MS < 12 * HOUR_MS);
    expect(inWindow.length).toBeGreaterThan(0);
    expect(inWindow.every(({ effect, code }) => effect === "blocked" && code === "WINDOW_DOWNTIME")).toBe(true);
    expect(found.skippedSlots).toBe(0);
  });

  test("trip the kill triggers of the other profile along its own path, which no recorded slot can know", async () => {
    const killTriggers = { ...GUARDED_PROFILE.killTriggers, volatilityMultipleBps: 10_000 };
    const touchy = { ...request, profile: { ...GUARDED_PROFILE, killTriggers } };
    const path = await walkWhatIf(ports(), touchy);
    expect(path?.changes.map(({ path: changed }) => changed)).toEqual(["killTriggers.volatilityMultipleBps"]);
    expect(path?.halts).toBeGreaterThan(0);
    expect(path?.orders.some(({ effect, code }) => effect === "blocked" && code === "KILL_SWITCH_ACTIVE")).toBe(true);
    expect((await slotsWhatIf(ports(), touchy)).counts.effects).toMatchObject({ blocked: 0, resized: 0, let_through: 0 });
  });

  test("wait for two persons where the other profile wants them: no clock re-arms what its path tripped", async () => {
    const killTriggers = { ...GUARDED_PROFILE.killTriggers, volatilityMultipleBps: 10_000 };
    const under = (releasePersons: 1 | 2) =>
      walkWhatIf(ports(), { ...request, profile: { ...GUARDED_PROFILE, killTriggers, releasePersons } });
    const [one, two] = [await under(1), await under(2)];
    // What the clock re-arms trips again.
    expect(two?.halts).toBeGreaterThan(0);
    expect(two?.halts).toBeLessThan(one?.halts ?? 0);
    const closed = new Set<string>();
    for (const { symbol, effect, code, purpose } of two?.orders ?? []) {
      if (effect === "blocked" && code === "KILL_SWITCH_ACTIVE") closed.add(symbol);
      else if (purpose === "entry") expect(closed).not.toContain(symbol);
    }
    expect(closed.size).toBeGreaterThan(0);
  });

  test("count a sale once that a stricter profile repeats on the recorded position", async () => {
    const strict = {
      ...request,
      profile: { ...GUARDED_PROFILE, drawdownBpsMax: 3, rungs: { ...GUARDED_PROFILE.rungs, riskAtBps: 1, exposureAtBps: 2 } },
    };
    const found = await slotsWhatIf(ports(), strict);
    expect(found.haltingSlots).toBeGreaterThan(1);
    expect(found.repeats).toBeGreaterThan(0);
    const sales = found.orders.filter(({ effect, side }) => effect === "let_through" && side === "sell");
    const places = sales.map(({ symbol, wouldQuantity }) => `${symbol} ${wouldQuantity}`);
    expect(new Set(places).size).toBe(places.length);
    const path = await walkWhatIf(ports(), strict);
    expect(path?.halts).toBeGreaterThan(0);
    expect(path?.halts).toBeLessThan(found.haltingSlots);
    expect(path?.counts.effects.let_through).toBeLessThan(places.length + 1);
  });

  test("look back as many days as are asked for", async () => {
    const found = await slotsWhatIf(ports(), { ...request, days: 1 });
    expect(found).toMatchObject({ slots: 24, skippedSlots: 0 });
  });

  test("leave no row behind", async () => {
    const before = await rowsWritten();
    await slotsWhatIf(ports(), { ...request, profile: BALANCED_PROFILE });
    await walkWhatIf(ports(), { ...request, profile: BALANCED_PROFILE });
    expect(await rowsWritten()).toEqual(before);
  });

  test("are refused where nothing was decided", async () => {
    const nowhere = { ...request.book, accountId: request.book.tenantId };
    await expect(slotsWhatIf(ports(), { ...request, book: nowhere })).rejects.toMatchObject({ code: "NOTHING_DECIDED" });
  });
});
