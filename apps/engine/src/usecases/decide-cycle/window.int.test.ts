import { HOUR_MS } from "@ballast/core/time/timeframe";
import { tmpdir } from "node:os";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOrders, readReceipts, readSlots } from "../../testing/book-rows.ts";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { tickMarket } from "../market/tick-market.ts";
import { replayStretch } from "../replay/replay-receipts.ts";

const DAYS = 12;
const database = await testDatabase();
const { owner, engine: pool } = database.pools;
afterAll(database.drop);

const hourOf = (atMs: number): number => new Date(atMs).getUTCHours();

beforeAll(async () => {
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner, accounts: [briskAccount("alpha")] });
  await tickMarket(engine.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + DAYS * 24 * HOUR_MS });
  await engine.drain();
  await expectLedgerCoherent(owner);
});

test("slots in [03:00, 05:00) are skipped, each with a receipt that says so; 05:00 trades", async () => {
  const slots = await readSlots(owner);
  expect(slots).toHaveLength(DAYS * 24);
  const skipped = slots.filter(({ outcome }) => outcome === "SKIPPED");
  expect(skipped).toEqual(slots.filter(({ atMs }) => [3, 4].includes(hourOf(atMs))));
  expect(skipped).toHaveLength(DAYS * 2);
  for (const { atMs, untilMs, reason } of skipped) expect({ untilMs, reason }).toEqual({ untilMs: atMs, reason: "WINDOW_DOWNTIME" });
  const receipts = await readReceipts(owner);
  expect(receipts.map(({ atMs }) => atMs)).toEqual(slots.map(({ atMs }) => atMs));
  const said = receipts.filter(({ outcome }) => outcome === "SKIPPED");
  expect(said.map(({ atMs }) => atMs)).toEqual(skipped.map(({ atMs }) => atMs));
  expect(new Set(said.flatMap(({ codes }) => codes))).toEqual(new Set(["WINDOW_DOWNTIME"]));
  expect(receipts.filter(({ atMs, outcome }) => hourOf(atMs) === 5 && outcome !== "SKIPPED")).toHaveLength(DAYS);
});

test("what was skipped replays: the window was shut, nothing was decided, the mark is right", async () => {
  const { cursorMs } = TEST_MARKET;
  const times = { fromMs: cursorMs, toMs: cursorMs + (DAYS + 1) * 24 * HOUR_MS };
  const replayed = await replayStretch(pool, { filter: {}, times, onProgress: () => undefined });
  expect(replayed).toMatchObject({ receipts: DAYS * 24, identical: DAYS * 24, differences: [] });
});

test("entries are made at 05:00 too, and never in downtime", async () => {
  const entries = (await readOrders(owner)).filter(({ purpose }) => purpose === "entry");
  expect(entries.length).toBeGreaterThan(20);
  expect(new Set(entries.map(({ createdMs }) => hourOf(createdMs)))).toContain(5);
  expect(entries.filter(({ createdMs }) => [3, 4].includes(hourOf(createdMs)))).toEqual([]);
});

test("resting stops act in downtime", async () => {
  const stops = (await readOrders(owner)).filter(({ kind, state }) => kind === "stop-loss" && state === "filled");
  expect(stops.map(({ filledMs }) => hourOf(filledMs ?? 0)).filter((hour) => hour === 3 || hour === 4)).not.toEqual([]);
});
