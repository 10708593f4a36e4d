import { tmpdir } from "node:os";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { BALANCED_PROFILE } from "@ballast/core/risk/profile-presets";
import { encodeStrategySettings } from "@ballast/core/strategy/settings";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { listKills } from "@ballast/db/repositories/kills";
import { runAdvance } from "@ballast/jobs/catalog";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { startRun } from "../runs/start-run.ts";

const MARKET = { ...TEST_MARKET, cursorMs: TEST_MARKET.cursorMs + 8 * DAY_MS };
const SYMBOLS = ["BTC/USD", "ETH/USD"];
/** The first basis point that is lost in a day halts. */
const TIMID = { ...BALANCED_PROFILE, name: "timid", dailyLossBpsMax: 1, hurdle: { feeBps: 0, slippageBps: 0, edgeMultipleBps: 0 } };

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(MARKET.cursorMs);

afterAll(database.drop);

test("an account that loses its daily limit in a run is halted there until a person re-arms it, and nowhere else", async () => {
  const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName: "halts", leaseMs: 10_000 });
  const own = briskAccount("timid", { marketKey: "archive", settings: briskSettings(SYMBOLS), profileKey: "balanced" });
  await seedTestMarket(engine.ports, { owner, market: MARKET, accounts: [own] });
  const [account] = await findAccounts(pool, { tenantKey: TEST_WORKSPACE, names: ["timid"] });
  if (account === undefined) throw new Error("the account was not seeded");
  const run = await startRun({
    ...engine.ports,
    accounts: [account],
    fromMs: TEST_MARKET.cursorMs,
    toMs: MARKET.cursorMs,
    source: MARKET.source,
    marketKey: "archive",
    runKey: "lossy",
    overrides: { profileBody: encodeRiskProfile(TIMID), settingsBody: encodeStrategySettings(briskSettings(SYMBOLS)) },
    onWarning: () => undefined,
  });
  await engine.ports.enqueue(runAdvance, { runId: run.id });
  await engine.drain();

  const { rows: kills } = await owner.query<{
    run_id: string;
    scope: string;
    subject: string;
    verb: string;
    set_by: string;
    since_ms: number;
  }>("select run_id, scope, subject, verb, set_by, since_ms from kill_switches where scope = 'account'");
  expect(kills).toMatchObject([{ run_id: run.id, scope: "account", subject: account.id, verb: "flatten", set_by: "engine" }]);
  const sinceMs = kills[0]?.since_ms ?? Number.NaN;
  const count = async (sql: string): Promise<number> =>
    (await owner.query<{ count: number }>(sql, [run.id, sinceMs])).rows[0]?.count ?? Number.NaN;
  expect(await count("select count(*) from intents i where i.run_id = $1 and i.at_ms <= $2 and i.purpose = 'entry'")).toBeGreaterThan(0);
  expect(await count("select count(*) from intents i where i.run_id = $1 and i.at_ms > $2 and i.purpose = 'entry'")).toBe(0);
  expect(await count("select count(*) from receipts r where r.run_id = $1 and r.at_ms > $2")).toBeGreaterThan(24);
  const { rows: audit } = await owner.query("select actor, act from audit_log where act = 'account.halt'");
  expect(audit).toEqual([{ actor: "engine", act: "account.halt" }]);
  expect(await listKills(pool, account.tenantId)).toEqual([]);
  await expectLedgerCoherent(owner);
});
