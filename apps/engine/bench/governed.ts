import { walkMarket, walkMarketBare, type MarketInMemory } from "@ballast/core/backtest/governed-walk";
import { makeDecide, makeWeigh } from "@ballast/core/decision/make-decide";
import { latestBoard } from "@ballast/core/decision/signal-board";
import { stateEncoder } from "@ballast/core/decision/state-encoder";
import { openBook } from "@ballast/core/decision/open-book";
import type { Walk } from "@ballast/core/decision/walk-book";
import type { Weigh } from "@ballast/core/decision/decide-types";
import { alignBars, type AlignedBars } from "@ballast/core/features/aligned-bars";
import { encodeInstruments, type Instrument } from "@ballast/core/market/instrument";
import { TRAINING_THIRTY } from "@ballast/core/market/universe";
import { assetOf } from "@ballast/core/money/asset";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { HASH_BYTES } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultGovernedSettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { SYNTHETIC_COINS } from "../src/marketdata/synthetic/coins.ts";
import { sha256 } from "../src/ports/sha256.ts";
import { SyntheticMarket } from "../src/marketdata/synthetic/synthetic-market.ts";

const ROWS_A_YEAR = 8_766;
const YEARS = 5;
const FROM_MS = Date.UTC(2021, 0, 1);
const STARTING_UNITS = 10_000_000_000_000n;
/** Three markets of ten coins that move together within each: thirty instruments, BTC of the first the benchmark. */
const SEEDS = ["bench-1", "bench-2", "bench-3"] as const;
const MEGABYTE = 1_048_576;

/** A bench's own instrument: the coin of a synthetic market under another name, with its tick. */
function instrumentOf(base: string, priceDecimals: number): Instrument {
  return {
    symbol: `${base}/USD`,
    venueSymbol: `${base}USD`,
    base: assetOf(base),
    quote: assetOf("USD"),
    tickUnits: 10n ** BigInt(12 - priceDecimals),
    lotUnits: 10_000n,
    quantityMinUnits: 10_000n,
    notionalMinUnits: 50_000_000n,
    status: "online",
  };
}

type Listed = { readonly instrument: Instrument; readonly bars: AlignedBars };

/** Five years of hours of thirty coins, in symbol order. BTC is BTC; the others take the names that are left. */
function listMarket(rows: number): readonly Listed[] {
  const range = { fromMs: FROM_MS, toMs: FROM_MS + rows * HOUR_MS };
  const names = TRAINING_THIRTY.filter((name) => name !== "BTC");
  const listed = SEEDS.flatMap((seed, place) => {
    const market = new SyntheticMarket({ sha256, seed });
    return SYNTHETIC_COINS.map(({ symbol, priceDecimals }): Listed => {
      const base = place === 0 && symbol === "BTC/USD" ? "BTC" : (names.shift() ?? "");
      const bars = alignBars(market.columns(symbol, range), { ...range, timeframeMs: HOUR_MS });
      return { instrument: instrumentOf(base, priceDecimals), bars };
    });
  });
  return listed.sort((left, right) => (left.instrument.symbol < right.instrument.symbol ? -1 : 1));
}

function marketOf(listed: readonly Listed[], rows: number): MarketInMemory {
  const universe = listed.map(({ instrument }) => instrument.symbol);
  const { featureNames, marketValueNames } = lineageNeedsOf(defaultGovernedSettings(universe), "governed");
  const identity = { lineageId: "bench", isSynthetic: true, timeframeMs: HOUR_MS, originMs: FROM_MS };
  const cut = (bars: AlignedBars): AlignedBars => ({ ...bars, present: bars.present.subarray(0, rows) });
  return {
    line: { ...identity, universe, featureNames, marketFeatureNames: marketValueNames },
    series: listed.map(({ bars }) => cut(bars)),
  };
}

/** One paper account under the guarded preset and all six strategies. What its limits halt is re-armed after a day, so that it goes on trading. */
function walkOf(listed: readonly Listed[]): Walk & { readonly weigh: Weigh } {
  const instruments = listed.map(({ instrument }) => instrument);
  const settings = defaultGovernedSettings(instruments.map(({ symbol }) => symbol));
  const [encodeState, writer] = [stateEncoder(), new CanonicalWriter()];
  const keys = { accountKey: "bench", runKey: "bench", seed: "bench" };
  return {
    decide: makeDecide({ sha256, boardOf: latestBoard(sha256), encodeState }),
    encodeState,
    weigh: makeWeigh({ sha256 }),
    context: { sha256, writer, ...keys, mode: "backtest", takerFeeBps: 26, slippageBps: 5, profile: GUARDED_PROFILE, instruments },
    mode: "backtest",
    tenantKey: "bench",
    coreHash: new Uint8Array(HASH_BYTES),
    rearmAfterMs: DAY_MS,
    shared: {
      profile: { value: GUARDED_PROFILE, hash: sha256(encodeRiskProfile(GUARDED_PROFILE)) },
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(encodeInstruments(instruments)) },
    },
  };
}

/** What has gone by: on the wall, and processor time of this process, its collector's and compiler's threads included. */
type Spent = { readonly seconds: number; readonly cpuSeconds: number };

function spentSince(before: Spent = { seconds: 0, cpuSeconds: 0 }): Spent {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1_000 - before.seconds, cpuSeconds: (user + system) / 1_000_000 - before.cpuSeconds };
}

type Counts = { slots: number; receipts: number; receiptBytes: number; intents: number; refusals: number; fills: number };

function rateOf(bars: number, { seconds, cpuSeconds }: Spent): Record<string, number> {
  return {
    ...{ instrumentBars: bars, seconds, cpuSeconds },
    instrumentBarsPerSecond: Math.round(bars / seconds),
    instrumentBarsPerCpuSecond: Math.round(bars / cpuSeconds),
  };
}

function measure(market: MarketInMemory, work: (counts: Counts) => void): Record<string, unknown> {
  const counts: Counts = { slots: 0, receipts: 0, receiptBytes: 0, intents: 0, refusals: 0, fills: 0 };
  const before = spentSince();
  work(counts);
  return {
    ...rateOf(counts.slots * market.series.length, spentSince(before)),
    ...counts,
    rssMb: Math.round(process.memoryUsage.rss() / MEGABYTE),
  };
}

function withReceipts(walk: Walk, market: MarketInMemory): Record<string, unknown> {
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: FROM_MS });
  return measure(market, (counts) => {
    for (const { decision, receipt, bookings } of walkMarket(walk, market, opened)) {
      counts.slots += 1;
      counts.receipts += 1;
      counts.receiptBytes += receipt.body.length;
      counts.intents += decision.output.intents.length;
      counts.refusals += decision.output.refusals.length;
      for (const { fills } of bookings) counts.fills += fills?.length ?? 0;
    }
  });
}

function withoutReceipts(walk: Walk & { readonly weigh: Weigh }, market: MarketInMemory): Record<string, unknown> {
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: FROM_MS });
  return measure(market, (counts) => {
    for (const { verdict, bookings } of walkMarketBare(walk, market, opened)) {
      counts.slots += 1;
      counts.intents += verdict.intents.length;
      counts.refusals += verdict.refusals.length;
      for (const { fills } of bookings) counts.fills += fills?.length ?? 0;
    }
  });
}

/** A plain loop over the same arrays, one exponential average each: what this machine gives at all at this moment. */
function plainLoop(market: MarketInMemory): Record<string, number> {
  const before = spentSince();
  let sum = 0;
  for (const { close, present } of market.series) {
    let average = close[0] ?? 0;
    for (let row = 0; row < present.length; row += 1) average += ((close[row] ?? 0) - average) * 0.1;
    sum += average;
  }
  const bars = market.series.length * (market.series[0]?.present.length ?? 0);
  return { ...rateOf(bars, spentSince(before)), sum };
}

/** SHA-256 of bytes as many as a snapshot has: hashes alone bound what can be had with receipts. */
function hashesPerSecond(): number {
  const [rounds, snapshotBytes] = [20_000, 8_800];
  const bytes = new Uint8Array(snapshotBytes);
  const before = spentSince();
  for (let round = 0; round < rounds; round += 1) {
    bytes[round % snapshotBytes] = round;
    sha256(bytes);
  }
  return Math.round(rounds / spentSince(before).seconds);
}

/** The governed path in memory: features, regime, strategies, campaigns, every check, books; with and without hashed receipts. */
export function benchGoverned(say: (line: string) => void): Record<string, unknown> {
  const rows = YEARS * ROWS_A_YEAR;
  say(`governed: ${SEEDS.length * SYNTHETIC_COINS.length} instruments, ${rows} hours, one account`);
  const listed = listMarket(rows);
  const [year, whole] = [marketOf(listed, ROWS_A_YEAR), marketOf(listed, rows)];
  const walk = walkOf(listed);
  const barsMb = Math.round(process.memoryUsage.rss() / MEGABYTE);
  say("governed: one year with receipts, for the memory it takes and to warm up");
  const ofOneYear = withReceipts(walk, year);
  say("governed: five years with receipts");
  const receipts = withReceipts(walk, whole);
  say("governed: five years without receipts");
  const bare = withoutReceipts(walk, whole);
  return {
    goal: "on one thread 200,000 instrument-bars a second with hashed receipts and 1,000,000 without; memory flat in the number of bars",
    measuredIn:
      "seconds of the wall for the one thread that walks; beside them processor time of the whole process, its collector's threads too",
    withReceipts: receipts,
    withoutReceipts: bare,
    withReceiptsOfOneYear: ofOneYear,
    limits: { plainLoopOverTheSameArrays: plainLoop(whole), hashesOfASnapshotPerSecond: hashesPerSecond() },
    memory: { barsMb, note: "rss after the bars were made, then after one and five years in the sections above" },
  };
}
