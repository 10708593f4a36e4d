import type { Bookings } from "@ballast/core/decision/booking";
import type { Decide, DecideOutput } from "@ballast/core/decision/decide-types";
import { markEquity } from "@ballast/core/decision/exposure";
import { openBook } from "@ballast/core/decision/open-book";
import { walkSlot, type Walk, type WalkedBook } from "@ballast/core/decision/walk-book";
import { instrumentTableBytes, type Instrument } from "@ballast/core/market/instrument";
import type { Bar } from "@ballast/core/market/bar";
import { HASH_BYTES, type Sha256 } from "@ballast/core/numeric/hash";
import { LineageLine } from "@ballast/core/regime/lineage-line";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { encodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { replayNowOf } from "@ballast/core/time/clock";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { PaperFeed } from "./paper-feed.ts";

/** What a paper account is set to. */
export type PaperTerms = {
  readonly sha256: Sha256;
  readonly decide: Decide;
  readonly feed: PaperFeed;
  readonly instruments: readonly Instrument[];
  readonly settings: StrategySettings;
  readonly profile: RiskProfile;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  /** Of the paper venue: the same seed slips alike. */
  readonly seed: string;
  /** When what the book has halted by itself is released on the loop's own clock; undefined: never. */
  readonly rearmAfterMs: number | undefined;
};

/** What one close brought. */
export type PaperSlot = {
  readonly closeMs: number;
  readonly bars: readonly { readonly symbol: string; readonly bar: Bar | undefined }[];
  /** Undefined where the slot lay in the downtime window. */
  readonly decision: DecideOutput | undefined;
  readonly bookings: readonly Partial<Bookings>[];
  /** Portfolio value at this close, units of the base currency. */
  readonly equityUnits: bigint;
  readonly positions: readonly string[];
};

function walkOf(terms: PaperTerms): Walk {
  const { sha256, decide, profile, settings, instruments, takerFeeBps, slippageBps, seed, rearmAfterMs } = terms;
  return {
    ...{ decide, mode: "paper", tenantKey: "local", coreHash: new Uint8Array(HASH_BYTES), rearmAfterMs },
    context: {
      ...{ sha256, accountKey: "paper", runKey: "paper", mode: "paper", seed },
      ...{ takerFeeBps, slippageBps, profile, instruments },
    },
    shared: {
      profile: { value: profile, hash: sha256(encodeRiskProfile(profile)) },
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(instrumentTableBytes(instruments)) },
    },
  };
}

/** One paper account on a replayed market, close by close, in memory, by the decision that also trades live. */
export class PaperLoop {
  readonly #terms: PaperTerms;
  readonly #walk: Walk;
  readonly #line: LineageLine;
  #book: WalkedBook;
  #openMs: number;

  constructor(terms: PaperTerms) {
    const { feed, settings, profile, baseCurrency, startingUnits } = terms;
    const { featureNames, marketValueNames } = lineageNeedsOf(settings, profile.kind);
    this.#terms = terms;
    this.#walk = walkOf(terms);
    this.#line = new LineageLine({
      ...{ lineageId: "paper", isSynthetic: feed.isSynthetic, timeframeMs: feed.timeframeMs, originMs: feed.historyFromMs },
      ...{ universe: feed.universe, featureNames, marketFeatureNames: marketValueNames },
    });
    this.#openMs = feed.fromMs;
    this.#book = openBook({ context: this.#walk.context, baseCurrency, startingUnits, atMs: feed.fromMs });
    for (let openMs = feed.historyFromMs; openMs < feed.fromMs; openMs += feed.timeframeMs) this.#line.close(openMs, this.#barsAt(openMs));
  }

  /** The close that is decided on next; undefined where the market has ended. */
  get nextCloseMs(): number | undefined {
    const { toMs, timeframeMs } = this.#terms.feed;
    return toMs !== undefined && this.#openMs >= toMs ? undefined : this.#openMs + timeframeMs;
  }

  /** Goes through the next close: settles, decides, sends. */
  step(): PaperSlot {
    const { sha256, feed, instruments } = this.#terms;
    const openMs = this.#openMs;
    const closeMs = openMs + feed.timeframeMs;
    const bars = this.#barsAt(openMs);
    const snapshot = this.#line.seal(sha256, this.#line.close(openMs, bars));
    const nextOpens = new Map(
      feed.universe.flatMap((symbol) => {
        const open = feed.barAt(symbol, closeMs)?.open;
        return open === undefined ? [] : [[symbol, open] as const];
      }),
    );
    const kind = feed.timeframeMs === HOUR_MS ? "hour" : "bar";
    const walked = walkSlot(this.#walk, { snapshot, nextOpens, nowMs: replayNowOf(closeMs), kills: [], kind }, this.#book);
    this.#book = walked;
    this.#openMs = closeMs;
    return {
      closeMs,
      bars: feed.universe.map((symbol, index) => ({ symbol, bar: bars[index] })),
      decision: walked.decision.output,
      bookings: walked.bookings,
      equityUnits: markEquity({ snapshot: snapshot.snapshot, instruments }, walked.state).units,
      positions: walked.state.positions.map(({ symbol }) => symbol),
    };
  }

  #barsAt(openMs: number): readonly (Bar | undefined)[] {
    const { universe, barAt } = this.#terms.feed;
    return universe.map((symbol) => barAt(symbol, openMs));
  }
}
