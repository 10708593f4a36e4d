import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Bar } from "../market/bar.ts";
import type { Instrument } from "../market/instrument.ts";
import { formatUnits, parseUnits } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { defaultGovernedSettings, strategySettingsSchema } from "../strategy/settings.ts";
import { openAccountState, type AccountState } from "./account-state.ts";
import type { Bookings } from "./booking.ts";
import { PlainLadder, spansInForce, violentCloses, type LadderAct, type PlainWindow } from "./crash-oracle-fixture.ts";
import { emptyChains } from "./open-book.ts";
import { walkSlot, type Walked, type WalkedBook, type WalkStep } from "./walk-book.ts";
import { coinInstrument, stepsOf, walkAll, walkOf } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const HOUR_MS = 3_600_000;
const USD = 100_000_000n;
const DAY_MS = 24 * HOUR_MS;
const COINS = ["BTC", "ETH"] as const;
const INSTRUMENTS = COINS.map(coinInstrument);
const SYMBOLS = INSTRUMENTS.map(({ symbol }) => symbol);
const fileOf = (coin: string): string => `${DATA}/ohlcv/kraken_${coin}-USD_1h.csv.gz`;

/** Crashes, each with the days around it and, for what has to warm up, the month before. */
const CRASHES = [
  { name: "March 2020", from: "2020-02-20", to: "2020-04-01" },
  { name: "May 2021", from: "2021-05-01", to: "2021-06-10" },
  { name: "November 2022", from: "2022-10-25", to: "2022-12-05" },
] as const;
const WARM_UP_MS = 45 * DAY_MS;

const loaded = new Map<string, readonly Bar[]>();
function barsOf(coin: string, fromMs: number, toMs: number): readonly Bar[] {
  let bars = loaded.get(coin);
  if (bars === undefined) {
    const [, ...rows] = gunzipSync(readFileSync(fileOf(coin)))
      .toString("utf8")
      .trim()
      .split("\n");
    bars = rows.map((row) => {
      const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
      return { tsMs, open, high, low, close, volume };
    });
    loaded.set(coin, bars);
  }
  return bars.filter(({ tsMs }) => tsMs >= fromMs && tsMs < toMs);
}

function seriesOf(fromMs: number, toMs: number): ReadonlyMap<string, readonly Bar[]> {
  return new Map(COINS.map((coin) => [`${coin}/USD`, barsOf(coin, fromMs, toMs)]));
}

// Of the oracle too, and here because core's lint lets only tests take a logarithm of the host's.
/** The spread that two hours in a row betray by Corwin and Schultz (2012), equations 14 and 18, as the paper writes them; none below 0. */
function plainSpread(hour: Bar, before: Bar): number {
  const range = ({ high, low }: Bar): number => Math.log(high / low) ** 2;
  const beta = range(hour) + range(before);
  const gamma = Math.log(Math.max(hour.high, before.high) / Math.min(hour.low, before.low)) ** 2;
  const root = 3 - 2 * Math.sqrt(2);
  const alpha = (Math.sqrt(2 * beta) - Math.sqrt(beta)) / root - Math.sqrt(gamma / root);
  return alpha > 0 ? (2 * (Math.exp(alpha) - 1)) / (1 + Math.exp(alpha)) : 0;
}

/** Closes at which that spread is, over a day, on average at least five times what it is over 30 days. */
function wideCloses(bars: readonly Bar[]): readonly number[] {
  const byTime = new Map(bars.map((bar) => [bar.tsMs, bar]));
  const meanOf = (lastMs: number, hours: number): number | undefined => {
    let [sum, there, estimates] = [0, byTime.has(lastMs - hours * HOUR_MS) ? 1 : 0, 0];
    for (let openMs = lastMs - (hours - 1) * HOUR_MS; openMs <= lastMs; openMs += HOUR_MS) {
      const [bar, before] = [byTime.get(openMs), byTime.get(openMs - HOUR_MS)];
      if (bar !== undefined) there += 1;
      if (bar === undefined || before === undefined) continue;
      sum += plainSpread(bar, before);
      estimates += 1;
    }
    return estimates >= Math.ceil(0.75 * hours) && there >= Math.ceil(0.75 * (hours + 1)) ? sum / estimates : undefined;
  };
  const firstMs = bars[0]?.tsMs ?? 0;
  return bars.flatMap(({ tsMs }) => {
    if (tsMs < firstMs + 720 * HOUR_MS) return [];
    const [day, month] = [meanOf(tsMs, 24), meanOf(tsMs, 720)];
    return day !== undefined && month !== undefined && day >= 5 * month ? [tsMs + HOUR_MS] : [];
  });
}

const numberOf = (units: bigint, scale: number): number => Number(formatUnits(units, scale));

/** Cash and coins, moved by the recorded fills alone. */
class PlainBook {
  readonly coins = new Map<string, number>();
  cash: number;

  constructor(cash: number) {
    this.cash = cash;
  }

  take({ fills = [] }: Partial<Bookings>): void {
    for (const fill of fills) {
      const sign = fill.side === "buy" ? 1 : -1;
      const quantity = numberOf(fill.quantity, 12);
      this.coins.set(fill.symbol, (this.coins.get(fill.symbol) ?? 0) + sign * quantity);
      this.cash -= sign * quantity * numberOf(fill.priceUnits, 12) + numberOf(fill.feeUnits, 8);
    }
  }

  equityAt({ snapshot }: WalkStep["snapshot"]): number {
    const closes = new Map(snapshot.instruments.map(({ symbol, bar }) => [symbol, bar?.close ?? NaN]));
    return [...this.coins].reduce((sum, [symbol, held]) => sum + (held === 0 ? 0 : held * (closes.get(symbol) ?? NaN)), this.cash);
  }
}

/** A stop at the tick, which nothing ever reaches. */
function stopOf(instrument: Instrument, of: { readonly quantity: bigint; readonly n: number; readonly atMs: number }): OpenOrder {
  return {
    ...{ id: `stop-${of.n}`, intentSeq: of.n, parentOrderId: undefined, symbol: instrument.symbol, side: "sell", kind: "stop-loss" },
    ...{ purpose: "protection", reason: "PROTECTIVE_STOP", state: "open", createdMs: of.atMs, quantity: of.quantity },
    ...{ quoteBudget: undefined, filledQuantity: 0n, triggerUnits: instrument.tickUnits, stopOffsetUnits: undefined },
    ...{ takeProfitOffsetUnits: undefined, barVolumeUnits: undefined, heldAsset: instrument.base.code, heldUnits: of.quantity },
    ...{ isCancelRequested: false, fillCount: 0, eventCount: 1 },
  };
}

/** What the ladder did in a walk, in the oracle's words. */
function ladderActsOf({ decision }: Walked, atMs: number): readonly LadderAct[] {
  const acts = decision.output.facts.flatMap(({ code, values }) => {
    const to = new Map(values).get("to");
    if (code === "DRAWDOWN_RUNG_REACHED" || code === "DRAWDOWN_RUNG_LEFT") return [`rung ${to}`];
    if (code === "DRAWDOWN_HALT") return ["drawdown halt"];
    return code === "DAILY_LOSS_HALT" ? ["daily halt"] : [];
  });
  return acts.map((act) => ({ atMs, act }));
}

/** A walk as the oracle sees it: what acted when, and whether every figure agrees on the way. */
function recordWalk(book: PlainBook, ladder: PlainLadder) {
  const acts: LadderAct[] = [];
  const events: string[] = [];
  return {
    acts,
    events,
    onSlot: (walked: Walked, step: WalkStep): void => {
      const { closeMs } = step.snapshot.snapshot;
      const [settled, ...after] = walked.bookings;
      book.take(settled ?? {});
      const equity = book.equityAt(step.snapshot);
      const isWhole = !Number.isNaN(equity);
      expect(walked.decision.output.isEquityStale).toBe(!isWhole);
      if (isWhole) expect(numberOf(walked.decision.output.equityUnits, 8)).toBeCloseTo(equity, 4);
      ladder.see(closeMs, isWhole ? equity : undefined);
      acts.push(...ladderActsOf(walked, closeMs));
      for (const booked of after) book.take(booked);
      for (const event of walked.killEvents) {
        const kill = event.event === "set" ? event.halt.kill : event.kill;
        if (kill.scope === "instrument") events.push(`${closeMs} ${event.event} ${kill.subject}`);
      }
    },
  };
}

type Crash = (typeof CRASHES)[number];
/** The downtime that the presets ship with. */
const NIGHT: PlainWindow = { fromMinute: 180, toMinute: 300 };
const REARM_MS = DAY_MS;
const NEVER_MS = 1_000 * DAY_MS;
const LONG = { timeout: 120_000 };

/** The market of a crash with the month before it, sealed once for every profile. */
const governed = new Map<string, { readonly steps: readonly WalkStep[]; readonly series: ReadonlyMap<string, readonly Bar[]> }>();
function governedMarket({ name, from, to }: Crash) {
  const series = seriesOf(Date.parse(from) - WARM_UP_MS, Date.parse(to));
  const market = governed.get(name) ?? { series, steps: stepsOf(sha256, series, defaultGovernedSettings(SYMBOLS)) };
  governed.set(name, market);
  return market;
}

const ARE_THERE = COINS.every((coin) => existsSync(fileOf(coin)));

describe.skipIf(!ARE_THERE).each(CRASHES)("$name, governed strategies under a preset, on real bars (BALLAST_SHARED_DATA)", (crash) => {
  it.each([GUARDED_PROFILE, BALANCED_PROFILE])(
    "$name: blocks an instrument from each violent hour and each widened spread on, and at no other",
    LONG,
    (profile) => {
      const { steps, series } = governedMarket(crash);
      const spans = new Map(
        [...series].map(
          ([symbol, bars]) =>
            [
              symbol,
              spansInForce(
                [...new Set([...violentCloses(bars), ...wideCloses(bars)])].sort((a, b) => a - b),
                REARM_MS,
              ),
            ] as const,
        ),
      );
      const isBlocked = (symbol: string, atMs: number): boolean =>
        spans.get(symbol)?.some(({ setMs, releasedMs }) => atMs >= setMs && atMs < releasedMs) === true;
      const ladder = new PlainLadder({ mark: 100_000, dayMs: 0, dayOpen: 100_000, dailyLoss: 0.03, rearmAfterMs: REARM_MS, window: NIGHT });
      const record = recordWalk(new PlainBook(100_000), ladder);
      let [entries, refusals] = [0, 0];
      const terms = { sha256, settings: defaultGovernedSettings(SYMBOLS), profile, instruments: INSTRUMENTS, rearmAfterMs: REARM_MS };
      walkAll({ ...terms, startingUnits: 100_000n * USD, takerFeeBps: 26, slippageBps: 5 }, steps, (walked, step) => {
        record.onSlot(walked, step);
        const { closeMs } = step.snapshot.snapshot;
        const { intents, refusals: refused } = walked.decision.output;
        for (const { symbol, purpose } of intents) {
          if (purpose !== "entry") continue;
          expect(isBlocked(symbol, closeMs), `${symbol} entered at ${closeMs}`).toBe(false);
          entries += 1;
        }
        for (const { code, symbol } of refused) {
          if (code !== "KILL_SWITCH_ACTIVE") continue;
          expect(isBlocked(symbol, closeMs) || ladder.isHalted, `${symbol} refused at ${closeMs}`).toBe(true);
          refusals += 1;
        }
      });
      const lastMs = steps.at(-1)?.snapshot.snapshot.closeMs ?? 0;
      const expected = [...spans].flatMap(([symbol, ofSymbol]) =>
        ofSymbol.flatMap(({ setMs, releasedMs }) => [
          `${setMs} set ${symbol}`,
          ...(releasedMs <= lastMs ? [`${releasedMs} released ${symbol}`] : []),
        ]),
      );
      expect(record.events.toSorted()).toEqual(expected.toSorted());
      expect(record.acts).toEqual(ladder.acts);
      expect(record.events.length).toBeGreaterThan(10);
      expect(entries).toBeGreaterThan(0);
      expect(refusals).toBeGreaterThan(0);
    },
  );
});

describe.skipIf(!ARE_THERE)("a test policy of 100 % exposure, a position per instrument, on real bars (BALLAST_SHARED_DATA)", () => {
  /** No strategy acts: an average of 1,000 hours never warms up in 40 days, so whatever is sold is sold by the ladder. */
  const silent = strategySettingsSchema.parse({
    ...{ kind: "ema-atr", fast: 999, slow: 1_000, atr: 14, atrMult: 2, timeframeMs: HOUR_MS },
    instruments: SYMBOLS,
  });
  const ALL = { percentBps: 10_000, absoluteUnits: undefined };
  const policy = (change: Partial<RiskProfile>): RiskProfile => ({
    ...GUARDED_PROFILE,
    ...{ name: "test policy", totalCap: ALL, clusterCap: ALL, pairCap: ALL, quoteCaps: [], positionsMax: 2, dailyLossBpsMax: 10_000 },
    ...change,
  });

  /** A book that holds as many dollars of each coin, at the close that it begins behind, with stops out of reach. */
  function openedAt(step: WalkStep, mark: number): { readonly book: WalkedBook; readonly plain: PlainBook; readonly equity: number } {
    const { snapshot } = step.snapshot;
    const plain = new PlainBook(0);
    const held = INSTRUMENTS.map((instrument, index) => {
      const close = snapshot.instruments.find(({ symbol }) => symbol === instrument.symbol)?.bar?.close ?? NaN;
      const quantity = parseUnits((50_000 / close).toFixed(8), 12) ?? 0n;
      plain.coins.set(instrument.symbol, numberOf(quantity, 12));
      return { instrument, quantity, priceUnits: parseUnits(String(close), 12) ?? 0n, n: index + 1 };
    });
    const equity = plain.equityAt(step.snapshot);
    const state: AccountState = {
      ...openAccountState({ baseCurrency: "USD", startingUnits: 1n }),
      balances: [
        ...held.map(({ instrument, quantity }) => ({ asset: instrument.base.code, total: quantity, held: quantity })),
        { asset: "USD", total: 0n, held: 0n },
      ],
      positions: held.map(({ instrument: { symbol }, quantity, priceUnits, n }) => ({
        symbol,
        quantity,
        lots: [{ n, openedMs: snapshot.closeMs, quantity, priceUnits, costUnits: 50_000n * USD }],
      })),
      orders: held.map(({ instrument, quantity, n }) => stopOf(instrument, { quantity, n, atMs: snapshot.closeMs })),
      ladder: {
        highWaterUnits: parseUnits((equity * mark).toFixed(8), 8) ?? 0n,
        dayStartMs: snapshot.closeMs - (snapshot.closeMs % DAY_MS),
        dayOpenUnits: parseUnits(equity.toFixed(8), 8) ?? 0n,
        lastEquityUnits: parseUnits(equity.toFixed(8), 8) ?? 0n,
        rung: 0,
        haltedBy: undefined,
      },
      next: { intent: 3, fill: 3, transaction: 1, lot: 3 },
    };
    return { book: { state, heads: emptyChains() }, plain, equity };
  }

  type WalkedFrom = { readonly profile: RiskProfile; readonly mark: number; readonly dailyLoss: number };
  function walkFrom(steps: readonly WalkStep[], of: WalkedFrom) {
    const [first, ...rest] = steps;
    if (first === undefined) throw new Error("no bars");
    const { book, plain, equity } = openedAt(first, of.mark);
    const { closeMs } = first.snapshot.snapshot;
    const opening = { mark: equity * of.mark, dayMs: closeMs - (closeMs % DAY_MS), dayOpen: equity };
    const [window = NIGHT] = of.profile.schedule.windows;
    const ladder = new PlainLadder({ ...opening, dailyLoss: of.dailyLoss, rearmAfterMs: NEVER_MS, window });
    const record = recordWalk(plain, ladder);
    const terms = { sha256, settings: silent, profile: of.profile, instruments: INSTRUMENTS, startingUnits: 1n };
    const walk = walkOf({ ...terms, takerFeeBps: 26, slippageBps: 5 });
    let at: WalkedBook = book;
    for (const step of rest) {
      const walked = walkSlot(walk, step, at);
      record.onSlot(walked, step);
      expectActed(walked, step, plain);
      at = walked;
    }
    expect(record.acts).toEqual(ladder.acts);
    return record.acts;
  }

  /** What a rung does, in the slot that reached it: at the second no more than half is still held or kept, at the third nothing. */
  function expectActed(walked: Walked, step: WalkStep, plain: PlainBook): void {
    const acts = ladderActsOf(walked, 0).map(({ act }) => act);
    // Without a bar behind the close a sale waits for one.
    if (step.nextOpens.size < COINS.length) return;
    const exposed = plain.equityAt(step.snapshot) - plain.cash;
    if (acts.some((act) => act.endsWith("halt"))) {
      expect(walked.state.positions).toEqual([]);
      // The plain book holds doubles: what was sold in two parts leaves a rounding of the first.
      expect(Math.abs(exposed)).toBeLessThan(1e-6);
    } else if (acts.includes("rung 2")) expect(exposed).toBeLessThanOrEqual(0.5 * plain.equityAt(step.snapshot) * 1.01);
  }

  const marketOf = ({ from, to }: Crash): readonly WalkStep[] => stepsOf(sha256, seriesOf(Date.parse(from), Date.parse(to)), silent);

  it("reaches every rung where the figures say so, from any day and any mark", LONG, () => {
    const reached = new Map<string, number>();
    for (const crash of CRASHES) {
      const steps = marketOf(crash);
      for (let begin = 0; begin + 24 < steps.length; begin += 67)
        for (const mark of [1, 1.04, 1.12, 1.18])
          for (const { act } of walkFrom(steps.slice(begin), { profile: policy({}), mark, dailyLoss: 1 }))
            reached.set(act, (reached.get(act) ?? 0) + 1);
    }
    for (const act of ["rung 0", "rung 1", "rung 2", "rung 3", "drawdown halt"]) expect(reached.get(act) ?? 0, act).toBeGreaterThan(3);
    expect(reached.get("daily halt")).toBeUndefined();
  });

  /** The same market with holes: neither coin has a bar that closes at such an hour. */
  function holed({ from, to }: Crash, hours: readonly number[]): readonly WalkStep[] {
    const series = [...seriesOf(Date.parse(from), Date.parse(to))].map(
      ([symbol, bars]) => [symbol, bars.filter(({ tsMs }) => !hours.includes((tsMs / HOUR_MS + 1) % 24))] as const,
    );
    return stepsOf(sha256, new Map(series), silent);
  }

  it.each([
    ["in a window over midnight", { fromMinute: 1_320, toMinute: 360 }, []],
    ["where the price of midnight is missing", NIGHT, [0]],
    ["where the prices around midnight are missing", NIGHT, [22, 23, 0, 1]],
    ["in a window over midnight that lacks it", { fromMinute: 1_320, toMinute: 360 }, [23, 0]],
  ] as const)("forgives no loss %s", LONG, (_, window, hours) => {
    const profile = policy({ dailyLossBpsMax: 300, schedule: { windows: [window], transitionMinutes: 5 } });
    let [lost, crossed] = [0, 0];
    for (const crash of CRASHES) {
      const steps = holed(crash, hours);
      for (let begin = 11; begin + 48 < steps.length; begin += 24) {
        const acts = walkFrom(steps.slice(begin, begin + 49), { profile, mark: 1, dailyLoss: 0.03 });
        const halt = acts.find(({ act }) => act === "daily halt");
        if (halt === undefined) continue;
        lost += 1;
        // Before the next noon: the day that opened in the night.
        if ((halt.atMs % DAY_MS) / HOUR_MS < 8) crossed += 1;
      }
    }
    expect(lost).toBeGreaterThan(20);
    expect(crossed).toBeGreaterThan(3);
  });

  it("loses a day where the figures say so, in downtime too, and only there", LONG, () => {
    const hours: number[] = [];
    for (const crash of CRASHES) {
      const steps = marketOf(crash);
      for (let begin = 23; begin + 24 < steps.length; begin += 24) {
        const day = steps.slice(begin, begin + 25);
        const acts = walkFrom(day, { profile: policy({ dailyLossBpsMax: 300 }), mark: 1, dailyLoss: 0.03 });
        for (const { atMs, act } of acts) if (act === "daily halt") hours.push((atMs % DAY_MS) / HOUR_MS);
      }
    }
    expect(hours.length).toBeGreaterThan(20);
    expect(hours.some((hour) => hour === 3 || hour === 4)).toBe(true);
  });
});
