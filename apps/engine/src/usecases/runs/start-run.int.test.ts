import { tmpdir } from "node:os";
import { join } from "node:path";
import { barFillModelSchema } from "@ballast/core/execution/fill-model-spec";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import { encodeStrategySettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { insertKill } from "@ballast/db/repositories/kills";
import { findRun, readRunProgress, type Run } from "@ballast/db/repositories/runs";
import { runAdvance } from "@ballast/jobs/catalog";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { decideCycle } from "../decide-cycle/decide-cycle.ts";
import { verifyChains } from "../verify-chains/verify-chains.ts";
import { advanceRun } from "./advance-run.ts";
import { startRun, type StartRun } from "./start-run.ts";
import { summariseRun } from "./summarise-run.ts";

const DAYS = 8;
const ACCOUNTS = 50;
const LEASE_MS = 10_000;
const SYMBOLS = ["BTC/USD", "ETH/USD"];
/** Bars of the synthetic source are stored from the market's origin to its cursor: a run reads them like any others. */
const MARKET = { ...TEST_MARKET, cursorMs: TEST_MARKET.cursorMs + DAYS * DAY_MS };
const PERIOD = { fromMs: TEST_MARKET.cursorMs, toMs: MARKET.cursorMs };
const SLOTS = (PERIOD.toMs - PERIOD.fromMs) / HOUR_MS;

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(MARKET.cursorMs);
let engine: TestEngine;

beforeAll(async () => {
  engine = await engineOf("test-engine");
  const keys = Array.from({ length: ACCOUNTS }, (_, n) => `a${String(n).padStart(2, "0")}`);
  const accounts = keys.map((key) => briskAccount(key, { marketKey: "archive", settings: briskSettings(SYMBOLS), profileKey: "balanced" }));
  await seedTestMarket(engine.ports, { owner, market: MARKET, accounts });
});
afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

function engineOf(workerName: string): Promise<TestEngine> {
  return openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName, leaseMs: LEASE_MS });
}

type Started = { readonly run: Run; readonly warnings: readonly string[] };

async function start(rest: Partial<StartRun> & { readonly names?: readonly string[] } = {}): Promise<Started> {
  const { names = ["a00"], ...request } = rest;
  const warnings: string[] = [];
  const accounts = await findAccounts(pool, { tenantKey: TEST_WORKSPACE, names });
  const run = await startRun({
    ...engine.ports,
    accounts,
    ...PERIOD,
    source: MARKET.source,
    marketKey: "archive",
    runKey: undefined,
    overrides: {},
    onWarning: (line) => warnings.push(line),
    ...request,
  });
  return { run, warnings };
}

async function toEnd({ id }: Run, by = engine): Promise<Run> {
  await by.ports.enqueue(runAdvance, { runId: id });
  await by.drain();
  const run = await findRun(pool, id);
  if (run === undefined) throw new Error("the run is gone");
  return run;
}

describe("the same run again", () => {
  test("goes on while it has not ended, and is a new one beside it afterwards", async () => {
    const [first, again] = [await start(), await start()];
    expect(again.run.id).toBe(first.run.id);
    expect(again.warnings).toEqual([`Run ${first.run.key} was started before and has not ended; going on with it.`]);
    expect(await toEnd(first.run)).toMatchObject({ state: "finished" });
    const next = await start();
    expect(next.run.key).toBe(`${first.run.key}-2`);
    expect(next.warnings).toEqual([]);
  });

  test("under a name of its own goes on, and refuses to be another run", async () => {
    const { run } = await start({ runKey: "mine" });
    expect((await start({ runKey: "mine" })).run.id).toBe(run.id);
    await expect(start({ runKey: "mine", toMs: PERIOD.toMs - DAY_MS })).rejects.toMatchObject({ code: "RUN_KEY_TAKEN", retry: "never" });
    await toEnd(run);
    await expect(start({ runKey: "mine" })).rejects.toMatchObject({ code: "RUN_KEY_TAKEN" });
  });
});

describe("bars", () => {
  test("that nobody imported are named in the refusal", async () => {
    await expect(start({ source: "nowhere" })).rejects.toMatchObject({
      code: "NO_BARS",
      retry: "never",
      message: expect.stringMatching(/no 1h bars of BTC\/USD, ETH\/USD are stored under nowhere.*ballast import/),
    });
  });

  test("that only one instrument lacks leave it absent, with a warning", async () => {
    const settingsBody = encodeStrategySettings(briskSettings(["BTC/USD", "BTC/EUR"]));
    const { run, warnings } = await start({ runKey: "lacking", overrides: { settingsBody } });
    expect(warnings).toEqual([`No bars of BTC/EUR are stored under ${MARKET.source}: absent in every snapshot, never traded.`]);
    expect(await toEnd(run)).toMatchObject({ state: "finished" });
  });
});

test("an instrument that is none is refused by name, and nothing is opened", async () => {
  const settingsBody = encodeStrategySettings(briskSettings(["BTC/USD", "MOON/USD"]));
  const attempt = start({ runKey: "moon", overrides: { settingsBody } });
  await expect(attempt).rejects.toMatchObject({ code: "INSTRUMENT_UNKNOWN", retry: "never", message: expect.stringContaining("MOON/USD") });
  const { rows } = await owner.query("select id from runs where key = 'moon'");
  expect(rows).toEqual([]);
});

test("a run without accounts is refused", async () => {
  await expect(start({ accounts: [] })).rejects.toMatchObject({ code: "RUN_WITHOUT_ACCOUNTS" });
});

test("fifty accounts run through, one slot a close each, and the summary is what the ledger says", async () => {
  const { run } = await start({ accounts: await findAccounts(pool, { tenantKey: TEST_WORKSPACE }), runKey: "fifty" });
  expect(await toEnd(run)).toMatchObject({ state: "finished" });
  expect(await readRunProgress(pool, run.id)).toMatchObject({ books: ACCOUNTS, finishedBooks: ACCOUNTS });
  const summaries = await summariseRun(pool, run);
  expect(summaries).toHaveLength(ACCOUNTS);
  const { rows: cash } = await owner.query<{ account_id: string; units: bigint }>(
    "select account_id, sum(units)::numeric(38,0) as units from postings where run_id = $1 and ledger_account = 'account' and asset = 'USD' group by 1",
    [run.id],
  );
  const { rows: lots } = await owner.query<{ account_id: string; count: number; proceeds: bigint; cost: bigint }>(
    "select account_id, count(*), sum(proceeds_units)::numeric(38,0) as proceeds, sum(cost_units)::numeric(38,0) as cost from lot_disposals where run_id = $1 group by 1",
    [run.id],
  );
  for (const { book, summary, trades } of summaries) {
    expect(book.slots).toBe(SLOTS);
    expect(book.receipts).toBe(SLOTS);
    expect(book.skippedSlots).toBeGreaterThan(0);
    expect(summary.bars).toBe(SLOTS);
    const own = lots.find(({ account_id }) => account_id === book.accountId);
    expect(trades).toHaveLength(own?.count ?? 0);
    expect(trades.length).toBeGreaterThan(3);
    const net = Number((own?.proceeds ?? 0n) - (own?.cost ?? 0n)) / 1e8;
    expect(trades.reduce((sum, trade) => sum + trade.net, 0)).toBeCloseTo(net, 6);
    const held = await owner.query("select asset from balances where run_id = $1 and account_id = $2 and units > 0 and asset <> 'USD'", [
      run.id,
      book.accountId,
    ]);
    if (held.rows.length === 0) expect(book.equityUnits).toBe(cash.find(({ account_id }) => account_id === book.accountId)?.units);
  }
});

// Slippage is drawn by run, so the two are compared without.
test("a halt of today does not change a run over stored bars", async () => {
  const { run: before } = await start({ runKey: "before", overrides: { slippageBps: 0 } });
  const [undisturbed] = await toEnd(before).then((run) => summariseRun(pool, run));
  const [account] = await findAccounts(pool, { tenantKey: TEST_WORKSPACE, names: ["a00"] });
  if (account === undefined) throw new Error("no account");
  const halt = { scope: "workspace", subject: TEST_WORKSPACE, verb: "flatten", sinceMs: 1, setBy: "test", reason: "a drill" };
  await inTransaction(pool, (client) => insertKill(client, { tenantId: account.tenantId, id: account.id, ...halt }));
  const { run: after } = await start({ runKey: "after", overrides: { slippageBps: 0 } });
  const [halted] = await toEnd(after).then((run) => summariseRun(pool, run));
  expect(halted?.summary).toEqual(undisturbed?.summary);
  expect(undisturbed?.trades.length).toBeGreaterThan(0);
});

const REFERENCE = {
  profileBody: encodeRiskProfile(RISK_PROFILE_PRESETS.reference),
  startingUnits: parseUnits("10000", 8),
  slippageBps: 0,
};

async function soldAtEnd(run: Run): Promise<number> {
  const { rows } = await owner.query<{ count: number }>("select count(*) from lot_disposals where run_id = $1 and why = 'end'", [run.id]);
  return rows[0]?.count ?? 0;
}

/** An end of a reference run at which something is held. */
async function endWithPosition(): Promise<number> {
  for (let hours = 20; hours < 60; hours += 1) {
    const toMs = PERIOD.fromMs + hours * HOUR_MS;
    const { run } = await start({ runKey: `reference-${hours}`, overrides: REFERENCE, toMs });
    await toEnd(run);
    if ((await soldAtEnd(run)) > 0) return toMs;
  }
  throw new Error("no reference run ended with a position");
}

test("verify makes the orders, balances and start of a run again, however it fills and whatever it sets", async () => {
  const barPath = barFillModelSchema.parse({ name: "bar-path" });
  const requests: Parameters<typeof start>[0][] = [
    { names: ["a07", "a03", "a05"], rearmAfterMs: DAY_MS },
    { names: ["a04"], overrides: { fillModel: barPath, takerFeeBps: 16, startingUnits: parseUnits("5000", 8) } },
    { names: ["a04"], runKey: "verified-reference", overrides: REFERENCE },
  ];
  const checkpoints = { folder: join(tmpdir(), "no-checkpoints"), keyFile: join(tmpdir(), "no-key.pem") };
  for (const request of requests) await toEnd((await start(request)).run);
  const verified = await verifyChains(pool, {
    filter: { workspace: TEST_WORKSPACE, account: undefined },
    checkpoints,
    onProgress: () => undefined,
  });
  expect(verified.differences).toEqual([]);
  expect(verified.orders.rows).toBeGreaterThan(0);
});

test("a run ends, and sells what its reference books hold, only when no dead worker holds one of them", async () => {
  const toMs = await endWithPosition();
  const { run } = await start({ runKey: "left-behind", overrides: REFERENCE, toMs });
  // Decides everything, and dies with the books in its hands.
  const [dead, next] = [await engineOf("dead"), await engineOf("next")];
  await advanceRun({ ...dead.ports.cycle, enqueue: dead.ports.enqueue, sha256: dead.ports.sha256 }, run.id);
  for (const { shard } of await findDueShardsOf(pool, run.id)) await decideCycle(dead.ports.cycle, { track: run.id, shard });
  expect(await readRunProgress(pool, run.id)).toMatchObject({ books: 1, finishedBooks: 1 });

  expect(await toEnd(run, next)).toMatchObject({ state: "running" });
  clock.advance(LEASE_MS + 1);
  expect(await toEnd(run, next)).toMatchObject({ state: "finished" });
  expect(await soldAtEnd(run)).toBeGreaterThan(0);
});
