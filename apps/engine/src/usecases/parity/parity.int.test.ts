import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { parityReportSchema } from "@ballast/core/backtest/parity-report";
import { barFillModelSchema, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { insertKill, releaseKill } from "@ballast/db/repositories/kills";
import { runAdvance } from "@ballast/jobs/catalog";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, closeByHand, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { assignProfile } from "../accounts/assign-profile.ts";
import { createAccount } from "../accounts/create-account.ts";
import { carryOutHalts } from "../decide-cycle/carry-out-halts.ts";
import { startRun } from "../runs/start-run.ts";
import { compareParity } from "./compare-parity.ts";
import type { ParityRequest } from "./parity-request.ts";

/** An account beside its backtest: the same where nobody disturbed it, and explained where somebody did. */

/** Hours pass one by one, and a machine may be busy. */
const SLOW = { timeout: 300_000 };
const LIMITS = { closesMax: 200, rowsMax: 10_000, pointsMax: 500, disturbancesMax: 1_000 };
const ON_TIME_MS = 2_000;
const LATE_MS = 5 * MINUTE_MS + 1;

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

type Scene = {
  readonly engine: TestEngine;
  readonly database: TestDatabase;
  readonly tenantId: string;
  readonly book: () => Promise<BookId>;
};

async function openScene(market = TEST_MARKET, wallMs: () => number = () => TEST_MARKET.cursorMs): Promise<Scene> {
  const database = await testDatabase();
  databases.push(database);
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs });
  const seeded = await seedTestMarket(engine.ports, { owner: database.pools.owner, market, accounts: [briskAccount("alpha")] });
  const { tenantId } = seeded;
  const accountId = seeded.accounts[0]?.accountId ?? "";
  const book = async (): Promise<BookId> => {
    const found = await findNewestBook(engine.ports.pool, { tenantId, accountId });
    if (found === undefined) throw new Error("alpha has no book");
    return found;
  };
  return { engine, database, tenantId, book };
}

async function parityOf({ engine, book }: Scene, request: Partial<ParityRequest> = {}) {
  const { pool, sha256, cycle } = engine.ports;
  const report = await compareParity({ pool, sha256, coreHash: cycle.coreHash }, { book: await book(), ...request }, LIMITS);
  // What a command row holds is read back from JSON.
  expect(parityReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  return report;
}

/** Hours of the scene's market from `from` on. */
const pass = ({ engine }: Scene, from: number, hours: number) =>
  passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + from * HOUR_MS }, hours);

async function setHalt(
  { engine, tenantId }: Scene,
  kill: { readonly verb: string; readonly subject: string; readonly sinceMs: number },
): Promise<string> {
  const id = randomUUID();
  await inTransaction(engine.ports.pool, (client) =>
    insertKill(client, { ...kill, tenantId, id, scope: "account", setBy: "ada", reason: "the exchange looks odd" }),
  );
  await carryOutHalts(engine.ports, tenantId);
  await engine.drain();
  return id;
}

describe("over a replay clock that nobody disturbed", () => {
  test("a continuous account trades as its backtest does, from its first slot or from any in the middle", SLOW, async () => {
    const scene = await openScene();
    await pass(scene, 0, 96);
    const whole = await parityOf(scene);
    expect(whole).toMatchObject({
      isSame: true,
      unexplained: 0,
      undecidedCloses: 0,
      closes: 96,
      counts: { differs: 0, missing: 0, extra: 0 },
    });
    expect(whole.counts.same).toBeGreaterThan(8);
    expect(whole.pnl).toMatchObject({ difference: "0", paper: whole.pnl.backtest });
    expect(whole.deviation).toEqual({ endBps: 0, worstBps: 0, worstDayMs: null });
    expect(whole.days).toHaveLength(4);
    expect(whole.disturbances).toEqual([]);
    for (const hour of [13, 40, 61]) {
      const fromMs = TEST_MARKET.cursorMs + hour * HOUR_MS;
      const piece = await parityOf(scene, { fromMs, toMs: fromMs + DAY_MS });
      expect(piece).toMatchObject({ isSame: true, closes: 24, counts: { differs: 0, missing: 0, extra: 0 } });
      expect(piece.counts.same).toBeGreaterThan(0);
    }
  });

  test.each<[string, string, BarFillModelSpec | undefined]>([
    ["balanced", "at the next open", undefined],
    ["balanced", "in parts along its bars", barFillModelSchema.parse({ name: "bar-path", participationBps: 1 })],
    ["reference", "until it sells at the run's end", undefined],
  ])("a run of the %s profile that fills %s does, too", SLOW, async (profileKey, _how, fillModel) => {
    const hours = 5 * 24;
    const market = { ...TEST_MARKET, cursorMs: TEST_MARKET.cursorMs + hours * HOUR_MS };
    const scene = await openScene(market);
    const { engine, tenantId } = scene;
    await createAccount(engine.ports, {
      tenantId,
      actor: "test",
      account: briskAccount("ran", { marketKey: "archive", profileKey, startingBalance: "200000", settings: briskSettings(["BTC/USD"]) }),
    });
    const accounts = await findAccounts(engine.ports.pool, { names: ["ran"] });
    const { id } = await startRun({
      ...engine.ports,
      ...{ accounts, fromMs: TEST_MARKET.cursorMs, toMs: market.cursorMs, source: market.source, marketKey: "archive", runKey: "ran" },
      ...{ overrides: { fillModel }, onWarning: () => undefined },
    });
    await engine.ports.enqueue(runAdvance, { runId: id });
    await engine.drain();
    const book = { tenantId, accountId: accounts[0]?.id ?? "", runId: id };
    const report = await parityOf({ ...scene, book: () => Promise.resolve(book) });
    expect(report).toMatchObject({ isSame: true, runKey: "ran", counts: { differs: 0, missing: 0, extra: 0 } });
    expect(report.counts.same).toBeGreaterThan(5);
  });
});

describe("what disturbed the account", () => {
  test("another version of its profile in the middle disturbs nothing: the backtest changes at the same slot", SLOW, async () => {
    const scene = await openScene();
    await pass(scene, 0, 40);
    const { accountId } = await scene.book();
    const body = encodeRiskProfile({ ...GUARDED_PROFILE, riskFractionBps: 150 });
    await scene.database.pools.owner.query("insert into risk_profile_versions values ($1, 'guarded', 2, $2, $3, 'a test', 'a test', 1)", [
      scene.tenantId,
      scene.engine.ports.sha256(body),
      body,
    ]);
    const payload = { accountId, profileKey: "guarded", profileVersion: "2" };
    await assignProfile(scene.engine.ports, { tenantId: scene.tenantId, payload, withAct: () => Promise.resolve() });
    await pass(scene, 40, 40);
    const report = await parityOf(scene);
    expect(report).toMatchObject({ isSame: true, closes: 80, counts: { differs: 0, missing: 0, extra: 0 } });
    expect(report.disturbances).toMatchObject([{ kind: "version", fromMs: TEST_MARKET.cursorMs + 41 * HOUR_MS }]);
    expect(report.disturbances[0]?.words).toContain("risk profile");
  });

  test("a person's flatten is named with its reason; what follows from it goes back to it", SLOW, async () => {
    const scene = await openScene();
    await pass(scene, 0, 14);
    const haltedMs = TEST_MARKET.cursorMs + 14 * HOUR_MS;
    const { accountId } = await scene.book();
    const id = await setHalt(scene, { verb: "flatten", subject: accountId, sinceMs: haltedMs });
    await pass(scene, 14, 10);
    const released = { tenantId: scene.tenantId, id, releasedMs: haltedMs + 10 * HOUR_MS, releasedBy: "ada", reason: "over" };
    await inTransaction(scene.engine.ports.pool, (client) => releaseKill(client, released));
    await pass(scene, 24, 72);
    const report = await parityOf(scene);
    expect(report).toMatchObject({ isSame: false, unexplained: 0 });
    const odd = report.rows.filter(({ verdict }) => verdict !== "same");
    expect(odd.length).toBeGreaterThan(3);
    const halted = odd.filter(({ cause }) => cause === "halt");
    expect(
      halted.some(({ verdict, side, because }) => verdict === "extra" && side === "sell" && /ada.*the exchange looks odd/.test(because)),
    ).toBe(true);
    expect(odd.filter(({ cause }) => cause === "follows").every(({ follows, n }) => follows !== null && follows < n)).toBe(true);
    expect(report.rows.filter(({ atMs }) => atMs < haltedMs - HOUR_MS).every(({ verdict }) => verdict === "same")).toBe(true);
    expect(report.disturbances).toMatchObject([{ kind: "halt", untilMs: haltedMs + 11 * HOUR_MS }]);
    expect(Number(report.pnl.difference)).not.toBe(0);
    expect(report.deviation.worstBps).not.toBe(0);
    // A period that begins under the halt has it as a part of its beginning.
    const under = await parityOf(scene, { fromMs: haltedMs + 5 * HOUR_MS });
    expect(under).toMatchObject({ isSame: true, counts: { differs: 0, missing: 0, extra: 0 } });
  });

  test("a fill that was changed behind the books is unexplained, with its price, basis points and worth", SLOW, async () => {
    const scene = await openScene();
    await pass(scene, 0, 48);
    const { owner } = scene.database.pools;
    await owner.query("alter table fills disable trigger user");
    const { rows } = await owner.query<{ fill_seq: number; price_units: bigint }>(
      "update fills set price_units = price_units + price_units / 1000 where fill_seq = (select fill_seq from fills where side = 'sell' order by fill_seq limit 1) returning fill_seq, price_units",
    );
    expect(rows).toHaveLength(1);
    const report = await parityOf(scene);
    expect(report.counts).toMatchObject({ differs: 1, missing: 0, extra: 0 });
    const [odd] = report.rows.filter(({ verdict }) => verdict === "differs");
    expect(odd).toMatchObject({ differs: ["price"], cause: "unexplained", side: "sell" });
    expect(odd?.gap?.priceBps).toBeCloseTo(10, 6);
    expect(Number(odd?.gap?.worth)).toBeGreaterThan(0);
    expect(report.unexplained).toBe(1);
    await owner.query("delete from fills where fill_seq = $1", [rows[0]?.fill_seq]);
    const lost = await parityOf(scene);
    expect(lost.counts).toMatchObject({ differs: 0, missing: 1, extra: 0 });
    expect(lost.rows.find(({ verdict }) => verdict === "missing")).toMatchObject({ cause: "unexplained", paper: null, gap: null });
  });

  test("on the wall's clock a late slot, an outage and what they led to are named", SLOW, async () => {
    const market = { ...TEST_MARKET, clock: "wall" as const, rate: 1 };
    const clock = new TestClock(market.cursorMs);
    const scene = await openScene(market, clock.nowMs);
    const at = async (hour: number, behindMs: number): Promise<void> => {
      await closeByHand(scene.engine, market, { hour });
      clock.advance(market.cursorMs + hour * HOUR_MS + behindMs - clock.nowMs());
      await scene.engine.drain();
    };
    for (let hour = 1; hour <= 30; hour += 1) await at(hour, ON_TIME_MS + 500);
    const calm = await parityOf(scene);
    expect(calm).toMatchObject({ unexplained: 0, counts: { differs: 0, missing: 0, extra: 0 } });
    expect(calm.counts.same).toBeGreaterThan(2);
    for (let hour = 31; hour <= 60; hour += 1) await at(hour, LATE_MS);
    await at(90, ON_TIME_MS);
    for (let hour = 91; hour <= 100; hour += 1) await at(hour, ON_TIME_MS);
    const report = await parityOf(scene);
    const odd = report.rows.filter(({ verdict }) => verdict !== "same");
    expect(odd.length).toBeGreaterThan(5);
    expect({ unexplained: report.unexplained, of: odd.filter(({ cause }) => cause === "unexplained") }).toEqual({ unexplained: 0, of: [] });
    expect(new Set(odd.map(({ cause }) => cause))).toEqual(new Set(["late", "outage", "follows"]));
    expect(report.undecidedCloses).toBe(29);
    expect(report.disturbances.filter(({ kind }) => kind === "outage")).toHaveLength(1);
    expect(report.disturbances.filter(({ kind }) => kind === "late").length).toBeGreaterThan(20);
  });
});

test("a period that can't be compared is refused by name", SLOW, async () => {
  const scene = await openScene();
  await expect(parityOf(scene)).rejects.toMatchObject({ code: "NOTHING_DECIDED" });
  await pass(scene, 0, 30);
  const [fromMs, endMs] = [TEST_MARKET.cursorMs, TEST_MARKET.cursorMs + 30 * HOUR_MS];
  const refused: readonly (readonly [Partial<ParityRequest>, string])[] = [
    [{ fromMs: endMs, toMs: fromMs }, "PERIOD_REVERSED"],
    [{ fromMs: endMs, toMs: endMs }, "PERIOD_REVERSED"],
    [{ fromMs: fromMs - DAY_MS }, "PERIOD_BEFORE_RUN"],
    [{ toMs: endMs + DAY_MS }, "PERIOD_BEYOND_DATA"],
    [{ fromMs: endMs + DAY_MS, toMs: endMs + 2 * DAY_MS }, "PERIOD_BEYOND_DATA"],
    [{ fromMs: fromMs + HOUR_MS, toMs: fromMs + HOUR_MS + 1 }, "NOTHING_TRADED"],
  ];
  for (const [period, code] of refused) await expect(parityOf(scene, period)).rejects.toMatchObject({ code });
});
