import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTransaction, imbalances } from "../ledger/transaction.ts";
import { barFillModelSchema } from "../execution/fill-model-spec.ts";
import { featureOf } from "../market/snapshot.ts";
import { isFinal } from "../orders/life-cycle.ts";
import { capUnits, pairCapOf } from "../risk/caps.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE, REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { parameterOf, type ParameterName } from "../strategy/governed/parameters.ts";
import { defaultGovernedSettings, strategySettingsSchema } from "../strategy/settings.ts";
import { decodeAccountState, encodeAccountState, type AccountState } from "./account-state.ts";
import type { Bookings } from "./booking.ts";
import { exposuresAround, heldExposures } from "./exposure.ts";
import { sellableQuantity } from "./holdings.ts";
import { encodeReceipt } from "./receipt.ts";
import type { Walked, WalkStep } from "./walk-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll, type WalkTerms } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const COINS = ["ADA", "BTC", "ETH"];
const INSTRUMENTS = COINS.map(coinInstrument);
const START_MS = 1_700_006_400_000;

function expectSoundState(state: AccountState): void {
  for (const { total, held } of state.balances) {
    expect(held >= 0n && held <= total).toBe(true);
  }
  for (const { asset, held } of state.balances) {
    const reserved = state.orders.filter((order) => order.heldAsset === asset).reduce((sum, order) => sum + order.heldUnits, 0n);
    expect(reserved).toBe(held);
  }
  for (const position of state.positions) {
    expect(position.quantity > 0n).toBe(true);
    expect(position.lots.reduce((sum, lot) => sum + lot.quantity, 0n)).toBe(position.quantity);
    expect(state.balances.find(({ asset }) => `${asset}/USD` === position.symbol)?.total).toBe(position.quantity);
  }
  for (const order of state.orders) expect(isFinal(order.state)).toBe(false);
  expect(decodeAccountState(encodeAccountState(state))).toEqual(state);
}

/** An open long has a resting stop for all of it, and sells nothing that it does not hold. */
function expectProtected(state: AccountState): void {
  for (const position of state.positions) {
    const instrument = INSTRUMENTS.find(({ symbol }) => symbol === position.symbol);
    if (instrument === undefined || sellableQuantity(position, instrument) === 0n) continue;
    const stops = state.orders.filter(({ symbol, kind }) => symbol === position.symbol && kind === "stop-loss");
    const stopped = stops.reduce((sum, stop) => sum + stop.quantity - stop.filledQuantity, 0n);
    expect(stopped).toBe(position.quantity);
    expect(stops.every(({ state: of }) => of === "open")).toBe(true);
  }
}

function expectSoundLedger(bookings: readonly Partial<Bookings>[], state: AccountState, terms: WalkTerms): void {
  const transactions = bookings.flatMap(({ transactions: posted = [] }) => posted);
  let previousHash: Uint8Array = new Uint8Array(32);
  const sums = new Map<string, bigint>();
  transactions.forEach((transaction, index) => {
    expect(transaction.ledgerSeq).toBe(index + 1);
    expect(imbalances(transaction.postings)).toEqual([]);
    expect(transaction.previousHash).toEqual(previousHash);
    expect(transaction.hash).toEqual(terms.sha256(encodeTransaction({ accountKey: "fixture", runKey: "run-1" }, transaction)));
    previousHash = transaction.hash;
    for (const { ledgerAccount, asset, units } of transaction.postings) {
      if (ledgerAccount === "account") sums.set(asset, (sums.get(asset) ?? 0n) + units);
    }
  });
  for (const { asset, total } of state.balances) expect(sums.get(asset) ?? 0n).toBe(total);
}

/** Rows number gaplessly, link to each other, and realised PnL with what is left explains the money. */
function expectSoundRows(bookings: readonly Partial<Bookings>[], terms: WalkTerms, ended: AccountState): void {
  const intents = bookings.flatMap((booking) => booking.intents ?? []);
  const fills = bookings.flatMap((booking) => booking.fills ?? []);
  expect(intents.map(({ intentSeq }) => intentSeq)).toEqual(intents.map((_, index) => index + 1));
  expect(fills.map(({ fillSeq }) => fillSeq)).toEqual(fills.map((_, index) => index + 1));
  expect(new Set(intents.map(({ orderId }) => orderId)).size).toBe(intents.length);
  const counts = new Map<string, number>();
  for (const { orderId, n } of bookings.flatMap((booking) => booking.orderEvents ?? [])) {
    expect(n).toBe((counts.get(orderId) ?? 0) + 1);
    counts.set(orderId, n);
  }
  const realised = bookings.flatMap((booking) => booking.disposals ?? []).reduce((sum, row) => sum + row.proceedsUnits - row.costUnits, 0n);
  const openCost = ended.positions.flatMap(({ lots }) => lots).reduce((sum, lot) => sum + lot.costUnits, 0n);
  const cash = ended.balances.find(({ asset }) => asset === "USD")?.total ?? 0n;
  expect(cash + openCost).toBe(terms.startingUnits + realised);
  expect(bookings.flatMap((booking) => booking.refusals ?? [])).toEqual([]);
}

/** How venues fill: whole at once, in parts as bars allow, and hardly at all. */
const FILL_MODELS = [
  undefined,
  barFillModelSchema.parse({ name: "bar-path" }),
  barFillModelSchema.parse({ name: "bar-path", participationBps: 7, barsMax: 5, latencyMs: { min: 0, max: 60_000 } }),
  barFillModelSchema.parse({ name: "bar-path", participationBps: 1, barsMax: 1 }),
];

const PROFILES = [GUARDED_PROFILE, BALANCED_PROFILE, REFERENCE_PROFILE, { ...GUARDED_PROFILE, minTradeUnits: 0n }];

describe("a book, walked over any market", () => {
  it("is sound after every slot: no short, no overdraft, a stop under every long, a ledger that explains it", { timeout: 120_000 }, () => {
    const terms = fc.record({
      profile: fc.constantFrom(...PROFILES),
      fast: fc.integer({ min: 1, max: 4 }),
      slow: fc.integer({ min: 5, max: 9 }),
      atrMult: fc.constantFrom(0.1, 0.5, 2, 10),
      tpMult: fc.constantFrom(undefined, 0.3, 2),
      startingUnits: fc.bigInt({ min: 10_000_000n, max: 10n ** 13n }),
      takerFeeBps: fc.constantFrom(0, 1, 26, 100),
      slippageBps: fc.constantFrom(0, 5, 200),
      fillModel: fc.constantFrom(...FILL_MODELS),
      market: fc.integer({ min: 0, max: 1_000_000 }),
      opens: fc.constantFrom("all", "none", "some"),
    });
    let fills = 0;
    let parts = 0;
    fc.assert(
      fc.property(terms, ({ profile, fast, slow, atrMult, tpMult, market, opens, ...money }) => {
        const settings = strategySettingsSchema.parse({
          kind: "ema-atr",
          fast,
          slow,
          atr: 3,
          atrMult,
          ...(tpMult === undefined ? {} : { tpMult }),
          timeframeMs: 3_600_000,
          instruments: INSTRUMENTS.map(({ symbol }) => symbol),
        });
        const series = new Map(
          INSTRUMENTS.map(({ symbol }) => [symbol, syntheticBars(sha256, { name: `${symbol}${market}`, length: 150, startMs: START_MS })]),
        );
        const steps = stepsOf(sha256, series, settings, (index) => opens === "all" || (opens === "some" && index % 2 === 0));
        const walkTerms = { sha256, settings, profile, instruments: INSTRUMENTS, ...money };
        let previousHash: Uint8Array = new Uint8Array(32);
        const walked = walkAll(walkTerms, steps, ({ state, receipt }) => {
          expectSoundState(state);
          expectProtected(state);
          expect(receipt.previousHash).toEqual(previousHash);
          expect(receipt.hash).toEqual(sha256(encodeReceipt(receipt)));
          previousHash = receipt.hash;
        });
        expectSoundState(walked.ended.state);
        expectSoundLedger(walked.bookings, walked.ended.state, walkTerms);
        expectSoundRows(walked.bookings, walkTerms, walked.ended.state);
        parts += walked.bookings.reduce(
          (sum, { orderEvents = [] }) => sum + orderEvents.filter(({ event }) => event === "partly_filled").length,
          0,
        );
        fills += walked.bookings.reduce((sum, booking) => sum + (booking.fills?.length ?? 0), 0);
      }),
      { numRuns: 40 },
    );
    // A storm it was: a property over books that never trade would prove nothing.
    expect(fills).toBeGreaterThan(500);
    expect(parts).toBeGreaterThan(100);
  });
});

/** Markets of every weather: volatility of an hour and drift, so that each regime comes up in one of them. */
const WEATHERS = [
  { volatility: 0.003, drift: 0.0004 },
  { volatility: 0.006, drift: 0 },
  { volatility: 0.008, drift: -0.0005 },
  { volatility: 0.014, drift: -0.001 },
] as const;
const MONTH_AND_A_HALF = 1_080;
const GOVERNED = defaultGovernedSettings(COINS.map((coin) => `${coin}/USD`));
const MULTIPLE_OF: Readonly<Record<string, ParameterName>> = {
  TREND_ENTRY: "trendEdgeAtr",
  SWING_ENTRY: "swingEdgeAtr",
  REVERSION_ENTRY: "reversionEdgeAtr",
  TRANCHE_DUE: "allocatorEdgeAtr",
  RECOVERY_ENTRY: "recoveryEdgeAtr",
  REENTRY_DIP: "reentryDipAtr",
};

function governedSteps(market: number): readonly WalkStep[] {
  const weather = WEATHERS[market % WEATHERS.length];
  const bars = (coin: string) =>
    syntheticBars(sha256, { name: `${coin}${market}`, length: MONTH_AND_A_HALF, startMs: START_MS, ...weather });
  return stepsOf(sha256, new Map(COINS.map((coin) => [`${coin}/USD`, bars(coin)])), GOVERNED);
}

/** What was bought in a slot keeps every cap at the prices that it was decided on, and is worth its cost. */
function expectGoverned({ decision }: Walked, step: WalkStep, terms: WalkTerms): void {
  const entries = decision.output.intents.filter(({ purpose }) => purpose === "entry");
  const { snapshot } = step.snapshot;
  for (const { symbol, purpose, reason, quantity } of decision.output.intents) {
    if (purpose !== "reduction" || reason === "DRAWDOWN_EXCESS") continue;
    const close = snapshot.instruments.find((seen) => seen.symbol === symbol)?.bar?.close ?? 0;
    expect((Number(quantity) / 1e12) * close).toBeGreaterThanOrEqual(Number(terms.profile.minTradeUnits) / 1e8 - 1e-6);
  }
  if (entries.length === 0) return;
  const prices = { snapshot, instruments: INSTRUMENTS };
  const value = { equityUnits: decision.output.equityUnits, scale: 8 };
  for (const entry of entries) {
    const { pairUnits, totalUnits } = exposuresAround(heldExposures(prices, decision.output.state), { symbol: entry.symbol, quote: "USD" });
    expect(totalUnits).toBeLessThanOrEqual(capUnits(terms.profile.totalCap, value) ?? 0n);
    expect(pairUnits).toBeLessThanOrEqual(capUnits(pairCapOf(terms.profile, entry.symbol), value) ?? 0n);
    const seen = snapshot.instruments.find(({ symbol }) => symbol === entry.symbol);
    const atr = seen === undefined ? undefined : featureOf(seen, snapshot.featureNames, "atr:14");
    const multiple = parameterOf({}, MULTIPLE_OF[entry.reason] ?? "trendEdgeAtr");
    const costBps = 2 * (Math.max(40, terms.takerFeeBps) + Math.max(5, terms.slippageBps));
    expect(MULTIPLE_OF).toHaveProperty(entry.reason);
    expect((multiple * (atr ?? 0) * 10_000) / (seen?.bar?.close ?? 0)).toBeGreaterThanOrEqual(costBps - 1e-9);
  }
}

/** Every position has a campaign, and every campaign a position, an order or a setup. */
function expectCampaigns(state: AccountState): void {
  const symbols = state.campaigns.map(({ symbol }) => symbol);
  expect(symbols).toEqual([...new Set(symbols)].sort());
  for (const { symbol, state: of } of state.campaigns) {
    const isHeld = state.positions.some((position) => position.symbol === symbol);
    const isOrdered = state.orders.some((order) => order.symbol === symbol);
    expect(of === "armed" || isHeld || isOrdered, `${symbol} is ${of}`).toBe(true);
  }
}

describe("a governed book, walked over any market", () => {
  it("keeps the life cycle, every cap and its costs, and stays sound", { timeout: 180_000 }, () => {
    const markets = Array.from({ length: 8 }, (_, market) => governedSteps(market));
    const terms = fc.record({
      market: fc.integer({ min: 0, max: markets.length - 1 }),
      profile: fc.constantFrom(GUARDED_PROFILE, BALANCED_PROFILE),
      startingUnits: fc.constantFrom(1_000_000_000_000n, 10_000_000_000_000n),
      takerFeeBps: fc.constantFrom(0, 26, 60),
      slippageBps: fc.constantFrom(0, 5, 20),
      fillModel: fc.constantFrom(...FILL_MODELS),
    });
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(terms, ({ market, ...rest }) => {
        const walkTerms: WalkTerms = { sha256, settings: GOVERNED, instruments: INSTRUMENTS, ...rest };
        const steps = markets[market] ?? [];
        const walked = walkAll(walkTerms, steps, (slot, step) => {
          expectSoundState(slot.state);
          expectProtected(slot.state);
          expectGoverned(slot, step, walkTerms);
          if (slot.decision.output.outcome !== "SKIPPED") expectCampaigns(slot.decision.output.state);
          for (const { code } of slot.decision.output.facts) seen.set(code, (seen.get(code) ?? 0) + 1);
        });
        expectSoundLedger(walked.bookings, walked.ended.state, walkTerms);
        expectSoundRows(walked.bookings, walkTerms, walked.ended.state);
      }),
      { numRuns: 24 },
    );
    for (const code of ["ENTRY_FILLED", "POSITION_CLOSED", "ACT_SETTLED", "CAMPAIGN_HOLDS"]) expect([...seen.keys()]).toContain(code);
  });
});
