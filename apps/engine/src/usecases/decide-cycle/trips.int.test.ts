import { tmpdir } from "node:os";
import { encodeStrategySettings, defaultGovernedSettings } from "@ballast/core/strategy/settings";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import { runAdvance } from "@ballast/jobs/catalog";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { startRun } from "../runs/start-run.ts";

const MARKET = { ...TEST_MARKET, cursorMs: TEST_MARKET.originMs + 75 * DAY_MS };
const SETTINGS = defaultGovernedSettings(["BTC/USD", "ETH/USD"]);

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(MARKET.cursorMs);
const engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, leaseMs: 10_000 });
await seedTestMarket(engine.ports, {
  owner,
  market: MARKET,
  accounts: ["calm", "keen"].map((key) => briskAccount(key, { marketKey: "archive", settings: SETTINGS })),
});
const accounts = await findAccounts(pool, { tenantKey: TEST_WORKSPACE });

afterAll(database.drop);

type Kill = {
  readonly account: string;
  readonly subject: string;
  readonly code: string;
  readonly verb: string;
  readonly since_ms: number;
  readonly released_ms: number | null;
  readonly released_by: string | null;
};

async function killsOfRun(of: {
  readonly runKey: string;
  readonly rearmAfterMs?: number;
  readonly accounts?: readonly Account[];
}): Promise<Kill[]> {
  const run = await startRun({
    ...engine.ports,
    accounts: of.accounts ?? accounts,
    fromMs: MARKET.originMs + 32 * DAY_MS,
    toMs: MARKET.cursorMs,
    source: MARKET.source,
    marketKey: "archive",
    runKey: of.runKey,
    overrides: { settingsBody: encodeStrategySettings(SETTINGS) },
    rearmAfterMs: of.rearmAfterMs,
    onWarning: () => undefined,
  });
  await engine.ports.enqueue(runAdvance, { runId: run.id });
  await engine.drain();
  const { rows } = await owner.query<Kill>(
    `select a.key as account, k.subject, k.code, k.verb, k.since_ms, k.released_ms, k.released_by
     from kill_switches k join accounts a on a.tenant_id = k.tenant_id and a.id = k.account_id
     where k.run_id = $1 and k.scope = 'instrument' order by a.key, k.subject, k.since_ms`,
    [run.id],
  );
  const { rows: entered } = await owner.query(
    `select i.symbol, i.at_ms from intents i join kill_switches k on k.run_id = i.run_id and k.account_id = i.account_id and k.subject = i.symbol
     where i.run_id = $1 and i.purpose = 'entry' and i.at_ms >= k.since_ms and (k.released_ms is null or i.at_ms < k.released_ms)`,
    [run.id],
  );
  expect(entered).toEqual([]);
  await expectLedgerCoherent(owner);
  return rows;
}

test("a violent hour blocks its instrument in a run, a day of its clock later it is re-armed, and never where nobody is to", async () => {
  const daily = await killsOfRun({ runKey: "daily", rearmAfterMs: DAY_MS });
  expect(daily.length).toBeGreaterThan(2);
  for (const kill of daily) {
    expect(kill).toMatchObject({ code: "VOLATILITY_BLOWN", verb: "block_entries" });
    const isOver = kill.since_ms + DAY_MS <= MARKET.cursorMs;
    expect([kill.released_ms, kill.released_by]).toEqual(isOver ? [kill.since_ms + DAY_MS, "engine"] : [null, null]);
  }
  // What one account trips is its own: both trip at the same closes, whoever is decided first.
  const of = (key: string): unknown => daily.filter(({ account }) => account === key).map(({ subject, since_ms: atMs }) => [subject, atMs]);
  expect(of("calm")).toEqual(of("keen"));

  const never = await killsOfRun({ runKey: "never" });
  const firsts = new Map(daily.toReversed().map((kill) => [`${kill.account} ${kill.subject}`, kill.since_ms]));
  expect(new Map(never.map((kill) => [`${kill.account} ${kill.subject}`, kill.since_ms]))).toEqual(firsts);
  expect(never.map(({ released_ms: releasedMs }) => releasedMs)).toEqual(never.map(() => null));
});

test("the same run again trips and re-arms at the same slots", async () => {
  const [first, again] = [
    await killsOfRun({ runKey: "one", rearmAfterMs: DAY_MS }),
    await killsOfRun({ runKey: "two", rearmAfterMs: DAY_MS }),
  ];
  expect(again).toEqual(first);
});
