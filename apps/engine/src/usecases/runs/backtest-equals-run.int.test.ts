import { tmpdir } from "node:os";
import { StretchWalk } from "@ballast/core/backtest/stretch-walk";
import type { Bookings, OrderRow } from "@ballast/core/decision/booking";
import { makeDecide } from "@ballast/core/decision/make-decide";
import { openBook } from "@ballast/core/decision/open-book";
import type { Walk } from "@ballast/core/decision/walk-book";
import { barFillModelSchema, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { alignBars, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { instrumentTableBytes } from "@ballast/core/market/instrument";
import { HASH_BYTES } from "@ballast/core/numeric/hash";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { findRun, type Run } from "@ballast/db/repositories/runs";
import { runAdvance } from "@ballast/jobs/catalog";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { replayStretch } from "../replay/replay-receipts.ts";
import { walkWhatIf } from "../what-if/walk-what-if.ts";
import { withoutSteps } from "./reference-instruments.ts";
import { startRun } from "./start-run.ts";

const DAYS = 6;
const SYMBOLS = ["BTC/USD", "DOGE/USD", "ETH/USD"];
const MARKET = { ...TEST_MARKET, cursorMs: TEST_MARKET.cursorMs + DAYS * DAY_MS };
const FROM_MS = TEST_MARKET.cursorMs;
const BALANCE = "200000";
/** Each has a seed of its own. */
const ACCOUNTS = ["limited", "all-in"];

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(MARKET.cursorMs);
let engine: TestEngine;

beforeAll(async () => {
  engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName: "test-engine", leaseMs: 60_000 });
  const shared = { marketKey: "archive", settings: briskSettings(SYMBOLS), startingBalance: BALANCE };
  const [limited = "", allIn = ""] = ACCOUNTS;
  const accounts = [
    briskAccount(limited, { ...shared, profileKey: "balanced" }),
    briskAccount(allIn, { ...shared, profileKey: "reference", settings: briskSettings(["BTC/USD"]) }),
  ];
  await seedTestMarket(engine.ports, { owner, market: MARKET, accounts });
});
afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

type Asked = { readonly account: string; readonly hours: number; readonly fillModel: BarFillModelSpec | undefined };
type Traded = { readonly orders: readonly unknown[]; readonly fills: readonly unknown[]; readonly parts: number };

/** A paper run through the engine: jobs, claims, two transactions a close. */
async function runInEngine(account: Account, asked: Asked, runKey: string): Promise<Run> {
  const { id } = await startRun({
    ...engine.ports,
    ...{ accounts: [account], fromMs: FROM_MS, toMs: FROM_MS + asked.hours * HOUR_MS, source: MARKET.source, marketKey: "archive" },
    ...{ runKey, overrides: { fillModel: asked.fillModel }, onWarning: () => undefined },
  });
  await engine.ports.enqueue(runAdvance, { runId: id });
  await engine.drain();
  const run = await findRun(pool, id);
  if (run === undefined) throw new Error("the run is gone");
  expect(run).toMatchObject({ state: "finished" });
  return run;
}

/** What the run left in Postgres, but for what the end of a reference run sells: that is no slot's. */
async function storedOf(run: Run): Promise<Traded> {
  const orders = await owner.query(
    `select id, intent_seq, symbol, side, kind, purpose, quantity, trigger_units, created_ms from orders
     where run_id = $1 and reason <> 'RUN_END' order by intent_seq`,
    [run.id],
  );
  const fills = await owner.query(
    `select fill_seq, at_ms, order_id, symbol, side, quantity, price_units, reference_price_units, fee_units, why, ledger_seq from fills
     where run_id = $1 and why <> 'end' order by fill_seq`,
    [run.id],
  );
  const parts = await owner.query("select from order_events where run_id = $1 and event = 'partly_filled'", [run.id]);
  return { orders: orders.rows, fills: fills.rows, parts: parts.rows.length };
}

function walkOf(account: Account, asked: Asked, runKey: string): Walk {
  const { sha256 } = engine.ports;
  const [profile, settings] = [decodeRiskProfile(account.profileBody), decodeStrategySettings(account.settingsBody)];
  const instruments = profile.kind === "reference" ? withoutSteps(engine.ports.instruments) : engine.ports.instruments;
  const { seed, takerFeeBps, slippageBps } = account;
  return {
    ...{ decide: makeDecide({ sha256 }), mode: "paper", tenantKey: TEST_WORKSPACE, coreHash: new Uint8Array(HASH_BYTES) },
    context: {
      ...{ sha256, accountKey: account.key, runKey, mode: "paper", seed, takerFeeBps, slippageBps },
      ...{ fillModel: asked.fillModel, profile, instruments },
    },
    shared: {
      profile: { value: profile, hash: sha256(account.profileBody) },
      settings: { value: settings, hash: sha256(account.settingsBody) },
      instruments: { value: instruments, hash: sha256(instrumentTableBytes(instruments)) },
    },
  };
}

/** Bars of the synthetic market; the last hour has none, for behind a run's end there is none. */
function barsOf(universe: readonly string[], fromMs: number, toMs: number): readonly AlignedBars[] {
  const market = engine.ports.syntheticMarket(MARKET.seed);
  return universe.map((symbol) =>
    alignBars(market.columns(symbol, { fromMs, toMs }), { fromMs, toMs: toMs + HOUR_MS, timeframeMs: HOUR_MS }),
  );
}

function withoutLast(series: readonly AlignedBars[]): readonly AlignedBars[] {
  return series.map((bars) => {
    const to = bars.present.length - 1;
    const { present, open, high, low, close, volume } = bars;
    const cut = { open: open.slice(0, to), high: high.slice(0, to), low: low.slice(0, to), close: close.slice(0, to) };
    return { present: present.slice(0, to), ...cut, volume: volume.slice(0, to) };
  });
}

const orderText = (row: OrderRow) => ({
  ...{ id: row.id, intent_seq: row.intentSeq, symbol: row.symbol, side: row.side, kind: row.kind, purpose: row.purpose },
  ...{ quantity: row.quantity, trigger_units: row.triggerUnits ?? null, created_ms: row.createdMs },
});

/** The same account in memory, over the same bars, by no database and no queue. */
function backtestOf(account: Account, asked: Asked, runKey: string): Traded {
  const walk = walkOf(account, asked, runKey);
  const settings = walk.shared.settings.value;
  const { kind } = walk.context.profile;
  const { featureNames, marketValueNames } = lineageNeedsOf(settings, kind);
  const universe = [...settings.instruments].sort();
  const originMs = kind === "reference" ? FROM_MS : MARKET.originMs;
  const needs = { featureNames: [...featureNames].sort(), marketFeatureNames: [...marketValueNames] };
  const line = { lineageId: "backtest", isSynthetic: true, timeframeMs: HOUR_MS, originMs, universe, ...needs };
  const { context } = walk;
  const opened = openBook({ context, baseCurrency: account.baseCurrency, startingUnits: account.startingUnits, atMs: FROM_MS });
  const stretch = new StretchWalk({ walk, line, opened, kind: "hour" });
  if (originMs < FROM_MS) stretch.see(withoutLast(barsOf(universe, originMs, FROM_MS)));
  const booked: Partial<Bookings>[] = [];
  for (const { walked } of stretch.walk(barsOf(universe, FROM_MS, FROM_MS + asked.hours * HOUR_MS))) booked.push(...walked.bookings);
  const orders = new Map(booked.flatMap(({ orders: rows = [] }) => rows).map((row) => [row.id, row]));
  const fills = booked.flatMap(({ fills: rows = [] }) => rows);
  return {
    orders: [...orders.values()].sort((left, right) => left.intentSeq - right.intentSeq).map(orderText),
    fills: fills.map((row) => ({
      ...{ fill_seq: row.fillSeq, at_ms: row.atMs, order_id: row.orderId, symbol: row.symbol, side: row.side, quantity: row.quantity },
      ...{ price_units: row.priceUnits, reference_price_units: row.referencePriceUnits, fee_units: row.feeUnits, why: row.why },
      ledger_seq: row.ledgerSeq,
    })),
    parts: booked.flatMap(({ orderEvents = [] }) => orderEvents).filter(({ event }) => event === "partly_filled").length,
  };
}

const asked: fc.Arbitrary<Asked> = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  hours: fc.integer({ min: 60, max: DAYS * 24 }),
  fillModel: fc.constantFrom(
    undefined,
    barFillModelSchema.parse({ name: "bar-path" }),
    barFillModelSchema.parse({ name: "bar-path", participationBps: 1, barsMax: 4, latencyMs: { min: 0, max: 20_000 } }),
  ),
});

/** EXE3: the transaction that books a part of an entry books the stop of just that part. */
async function expectStopsWithTheirFills(): Promise<void> {
  const { rows } = await owner.query<{ parts: number; bare: number }>(
    `select count(*)::int4 as parts, count(*) filter (where not exists (
       select from intents i where i.run_id = f.run_id and i.parent_order_id = f.order_id and i.kind = 'stop-loss'
         and i.quantity = f.quantity and i.xmin = f.xmin))::int4 as bare
     from fills f join orders o on o.run_id = f.run_id and o.id = f.order_id where o.purpose = 'entry'`,
  );
  expect(rows[0]?.parts).toBeGreaterThan(20);
  expect(rows[0]?.bare).toBe(0);
}

/** What was filled in parts replays to the byte, as a whole and from wherever in the middle. */
async function expectReplayed(runs: number): Promise<void> {
  const whole = await replayStretch(pool, {
    filter: {},
    times: { fromMs: FROM_MS, toMs: MARKET.cursorMs + 1 },
    onProgress: () => undefined,
  });
  expect(whole.differences).toEqual([]);
  expect(whole).toMatchObject({ books: runs, identical: whole.receipts, decidedOnly: 0 });
  expect(whole.bookings).toBeGreaterThan(400);
  const { rows } = await owner.query<BookId & { key: string; profile: Buffer }>(
    `select r.key, b.tenant_id as "tenantId", b.account_id as "accountId", b.run_id as "runId", c.body as profile
     from runs r join order_events e on e.run_id = r.id join books b on b.run_id = r.id
     join book_contents c on c.tenant_id = b.tenant_id and c.hash = b.profile_hash
     where e.event = 'partly_filled' group by 1, 2, 3, 4, 5 order by count(*) desc limit 1`,
  );
  const [book] = rows;
  if (book === undefined) throw new Error("no run filled in parts");
  const run = book.key;
  for (let hour = 0; hour < DAYS * 24; hour += 7) {
    const times = { fromMs: FROM_MS + hour * HOUR_MS, toMs: FROM_MS + (hour + 2) * HOUR_MS };
    const piece = await replayStretch(pool, { filter: { run }, times, onProgress: () => undefined });
    expect(piece.differences).toEqual([]);
  }
  await expectSameWhatIf(book, decodeRiskProfile(book.profile));
}

/** Walked again from a state in which orders wait for more of their bars, the same profile orders and earns the same. */
async function expectSameWhatIf(book: BookId, profile: RiskProfile): Promise<void> {
  const { coreHash } = engine.ports.cycle;
  for (const days of [1, 2, 3, 4]) {
    const walked = await walkWhatIf({ db: pool, coreHash }, { book, profile, days });
    expect(walked?.counts.effects).toMatchObject({ blocked: 0, resized: 0, let_through: 0 });
    expect(walked?.wouldEquityUnits).toBe(walked?.wasEquityUnits);
  }
}

test(
  "a paper run through the engine and a backtest in memory have the same orders and fills, which replay to the byte",
  { timeout: 300_000 },
  async () => {
    const accounts = await findAccounts(pool, { tenantKey: TEST_WORKSPACE });
    const seen = { fills: 0, parts: 0, runs: 0 };
    const check = async (of: Asked): Promise<void> => {
      const account = accounts.find(({ key }) => key === of.account);
      if (account === undefined) throw new Error("no such account");
      seen.runs += 1;
      const runKey = `parity-${seen.runs}`;
      const stored = await storedOf(await runInEngine(account, of, runKey));
      const walked = backtestOf(account, of, runKey);
      expect(stored.fills).toEqual(walked.fills);
      expect(stored.orders).toEqual(walked.orders);
      expect(stored.parts).toBe(walked.parts);
      seen.fills += walked.fills.length;
      seen.parts += walked.parts;
    };
    await fc.assert(fc.asyncProperty(asked, check), { numRuns: 6, endOnFailure: true });
    // Each model and each account once, whatever was drawn.
    for (const account of ACCOUNTS)
      for (const fillModel of [undefined, barFillModelSchema.parse({ name: "bar-path", participationBps: 1 })])
        await check({ account, hours: DAYS * 24, fillModel });
    expect(seen.fills).toBeGreaterThan(40);
    expect(seen.parts).toBeGreaterThan(4);
    await expectStopsWithTheirFills();
    await expectReplayed(seen.runs);
  },
);
