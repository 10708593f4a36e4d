/** What tests of whole books share: snapshots of bars, and walks over them. Pure, so that core's own rules hold here too. */
import type { Bar } from "../market/bar.ts";
import type { BarFillModelSpec } from "../execution/fill-model-spec.ts";
import { encodeInstruments, type Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { HASH_BYTES, type Sha256 } from "../numeric/hash.ts";
import { randomStream } from "../numeric/random.ts";
import { LineageLine } from "../regime/lineage-line.ts";
import { encodeRiskProfile } from "../risk/profile-codec.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { lineageNeedsOf } from "../strategy/strategy-of.ts";
import { encodeStrategySettings, type StrategySettings } from "../strategy/settings.ts";
import { SEAL_DELAY_MS } from "../time/clock.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { BookedState, Bookings } from "./booking.ts";
import { makeDecide } from "./make-decide.ts";
import { openBook } from "./open-book.ts";
import { endWalk, walkSlot, type Walk, type Walked, type WalkedBook, type WalkStep } from "./walk-book.ts";

/** Bars of each symbol, ascending; holes allowed. */
export type Series = ReadonlyMap<string, readonly Bar[]>;

/** A coin against USD with a tick of 0.1, a lot of 10^-8 and Kraken's usual minimum. */
export function coinInstrument(base: string): Instrument {
  return {
    symbol: `${base}/USD`,
    venueSymbol: `${base}USD`,
    base: assetOf(base),
    quote: assetOf("USD"),
    tickUnits: 100_000_000_000n,
    lotUnits: 10_000n,
    quantityMinUnits: 100_000_000n,
    notionalMinUnits: 50_000_000n,
    status: "online",
  };
}

/** Bars that jump and turn enough for crosses, stops and gaps. Deterministic in their name. */
export function syntheticBars(
  sha256: Sha256,
  of: {
    readonly name: string;
    readonly length: number;
    readonly startMs: number;
    /** Standard deviation of an hour, and its mean. */
    readonly volatility?: number;
    readonly drift?: number;
  },
): readonly Bar[] {
  const { volatility = 0.012, drift = 0 } = of;
  const stream = randomStream(sha256, ["walk-fixture", of.name]);
  const bars: Bar[] = [];
  let close = 100;
  const toTick = (price: number) => Math.max(1, Math.round(price * 10) / 10);
  for (let index = 0; index < of.length; index += 1) {
    const open = toTick(close * (1 + 0.002 * stream.gaussian()));
    close = toTick(open * (1 + drift + volatility * stream.gaussian()));
    const high = toTick(Math.max(open, close) * (1 + 0.004 * stream.uniform()));
    const low = toTick(Math.min(open, close) * (1 - 0.004 * stream.uniform()));
    const bar = {
      tsMs: of.startMs + index * HOUR_MS,
      open,
      high: Math.max(high, open, close),
      low: Math.min(low, open, close),
      close,
      volume: 1_000,
    };
    // One bar in forty is missing: the feed had a hole.
    if (stream.uniform() > 0.025) bars.push(bar);
  }
  return bars;
}

function barsByTime(series: Series): ReadonlyMap<number, ReadonlyMap<string, Bar>> {
  const byTime = new Map<number, Map<string, Bar>>();
  for (const [symbol, bars] of series) {
    for (const bar of bars) {
      const at = byTime.get(bar.tsMs) ?? new Map<string, Bar>();
      at.set(symbol, bar);
      byTime.set(bar.tsMs, at);
    }
  }
  return byTime;
}

/**
 * A snapshot for every hour from the first bar to the last, with absent instruments where a bar is
 * missing, and the next opens of bars that directly follow. `knowsNextOpen` withholds some, as a
 * live clock does.
 */
export function stepsOf(
  sha256: Sha256,
  series: Series,
  settings: StrategySettings,
  knowsNextOpen: (index: number) => boolean = () => true,
): readonly WalkStep[] {
  const symbols = [...series.keys()].sort();
  const byTime = barsByTime(series);
  const times = [...byTime.keys()];
  const fromMs = Math.min(...[...series.values()].map((bars) => bars[0]?.tsMs ?? Infinity));
  const toMs = times.reduce((last, tsMs) => Math.max(last, tsMs), 0);
  // A few days of bars know nothing of a month: what risk would read of one stays undeclared.
  const { featureNames, marketValueNames } = lineageNeedsOf(settings, "reference");
  const line = new LineageLine({
    lineageId: "fixture",
    isSynthetic: true,
    timeframeMs: HOUR_MS,
    originMs: fromMs,
    universe: symbols,
    featureNames,
    marketFeatureNames: marketValueNames,
  });
  const steps: WalkStep[] = [];
  for (let tsMs = fromMs; tsMs <= toMs; tsMs += HOUR_MS) {
    const closeMs = tsMs + HOUR_MS;
    const close = line.close(
      tsMs,
      symbols.map((symbol) => byTime.get(tsMs)?.get(symbol)),
    );
    const snapshot = line.seal(sha256, close);
    const next = knowsNextOpen(steps.length) ? [...(byTime.get(closeMs) ?? [])] : [];
    const nextOpens = new Map(next.map(([symbol, bar]) => [symbol, bar.open]));
    steps.push({ snapshot, nextOpens, nowMs: closeMs + SEAL_DELAY_MS, kills: [] });
  }
  return steps;
}

export type WalkTerms = {
  readonly sha256: Sha256;
  readonly settings: StrategySettings;
  readonly profile: RiskProfile;
  readonly instruments: readonly Instrument[];
  readonly startingUnits: bigint;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  /** Undefined: at the next open. */
  readonly fillModel?: BarFillModelSpec | undefined;
  /** Undefined: what the book halts by itself stays halted. */
  readonly rearmAfterMs?: number | undefined;
};

/** A walk of one account on a paper venue, from hashes of its own content. */
export function walkOf(terms: WalkTerms): Walk {
  const { sha256, settings, profile, instruments } = terms;
  return {
    decide: makeDecide({ sha256 }),
    context: {
      sha256,
      accountKey: "fixture",
      runKey: "run-1",
      mode: "backtest",
      seed: "fixture-seed",
      takerFeeBps: terms.takerFeeBps,
      slippageBps: terms.slippageBps,
      fillModel: terms.fillModel,
      profile,
      instruments,
    },
    mode: "backtest",
    rearmAfterMs: terms.rearmAfterMs,
    tenantKey: "tenant",
    coreHash: new Uint8Array(HASH_BYTES),
    shared: {
      profile: { value: profile, hash: sha256(encodeRiskProfile(profile)) },
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(encodeInstruments(instruments)) },
    },
  };
}

/** A whole walk: the opening, each slot, and the end; `onSlot` sees every book as it becomes. */
export function walkAll(
  terms: WalkTerms,
  steps: readonly WalkStep[],
  onSlot: (walked: Walked, step: WalkStep) => void = () => undefined,
): {
  readonly opened: BookedState;
  readonly slots: readonly Walked[];
  readonly ended: BookedState;
  readonly bookings: readonly Partial<Bookings>[];
} {
  const walk = walkOf(terms);
  const atMs = steps[0]?.snapshot.snapshot.closeMs ?? 0;
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: terms.startingUnits, atMs });
  const slots: Walked[] = [];
  const lastBars = new Map<string, Bar>();
  let book: WalkedBook = opened;
  for (const step of steps) {
    const walked = walkSlot(walk, step, book);
    for (const { symbol, bar } of step.snapshot.snapshot.instruments) if (bar !== undefined) lastBars.set(symbol, bar);
    onSlot(walked, step);
    slots.push(walked);
    book = walked;
  }
  const ended = endWalk(walk, book, lastBars);
  return { opened, slots, ended, bookings: [opened.bookings, ...slots.flatMap((slot) => slot.bookings), ended.bookings] };
}
