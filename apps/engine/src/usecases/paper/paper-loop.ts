import type { Bookings } from "@ballast/core/decision/booking";
import { slotKindOf } from "@ballast/core/decision/slot-kind";
import type { BookHalt } from "@ballast/core/decision/book-kills";
import type { DecideOutput } from "@ballast/core/decision/decide-types";
import { heldExposures, markEquity } from "@ballast/core/decision/exposure";
import { openBook } from "@ballast/core/decision/open-book";
import { walkSlot, type Walk, type WalkedBook } from "@ballast/core/decision/walk-book";
import { costOf } from "@ballast/core/ledger/lots";
import type { Bar } from "@ballast/core/market/bar";
import type { Snapshot } from "@ballast/core/market/snapshot";
import type { AccountState } from "@ballast/core/decision/account-state";
import { LineageLine, type LineSpec } from "@ballast/core/regime/lineage-line";
import { replayNowOf } from "@ballast/core/time/clock";
import { paperLineOf, paperWalkOf, type PaperTerms } from "./paper-walk.ts";

/** What one close brought. */
export type PaperSlot = {
  readonly closeMs: number;
  readonly bars: readonly { readonly symbol: string; readonly bar: Bar | undefined }[];
  /** Undefined where the slot lay in the downtime window. */
  readonly decision: DecideOutput | undefined;
  readonly bookings: readonly Partial<Bookings>[];
  /** Portfolio value at this close, units of the base currency. */
  readonly equityUnits: bigint;
  /** What is held and on its way to be, at this close, in the same units. */
  readonly exposureUnits: bigint;
  readonly positions: readonly string[];
  /** Assets of which less than nothing is there, or less than is reserved: none, ever. */
  readonly overdrawn: readonly string[];
  /** Kill switches that the book set for itself here. */
  readonly halts: readonly BookHalt[];
  /** Last link of the book's chain of receipts. */
  readonly receiptHash: Uint8Array;
};

/** What the indicators of one product were seeded from, and those that it was not enough for. */
export type Seeding = {
  readonly symbol: string;
  readonly bars: number;
  readonly lastClose: number | undefined;
  readonly warmingUp: readonly string[];
};

/** A position without a price counts at what it cost, as it does in the equity. */
function exposureOf(prices: { readonly snapshot: Snapshot; readonly instruments: PaperTerms["instruments"] }, state: AccountState): bigint {
  return heldExposures(prices, state).reduce((sum, { symbol, exposureUnits }) => {
    const position = state.positions.find((held) => held.symbol === symbol);
    return sum + (exposureUnits ?? (position === undefined ? 0n : costOf(position)));
  }, 0n);
}

/** One paper account on a replayed market, close by close, in memory, by the decision that also trades live. */
export class PaperLoop {
  readonly #terms: PaperTerms;
  readonly #walk: Walk;
  readonly #spec: LineSpec;
  readonly #line: LineageLine;
  /** Of each product, in symbol order. */
  readonly seedings: readonly Seeding[];
  #book: WalkedBook;
  #openMs: number;

  constructor(terms: PaperTerms) {
    const { feed, baseCurrency, startingUnits } = terms;
    this.#terms = terms;
    this.#walk = paperWalkOf(terms);
    this.#spec = paperLineOf(terms);
    this.#line = new LineageLine(this.#spec);
    this.#openMs = feed.fromMs;
    this.#book = openBook({ context: this.#walk.context, baseCurrency, startingUnits, atMs: feed.fromMs });
    this.seedings = this.#seed();
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
    const slot = { snapshot, nextOpens, nowMs: replayNowOf(closeMs), kills: [], kind: slotKindOf(feed) };
    const walked = walkSlot(this.#walk, slot, this.#book);
    const prices = { snapshot: snapshot.snapshot, instruments };
    this.#book = walked;
    this.#openMs = closeMs;
    return {
      closeMs,
      bars: feed.universe.map((symbol, index) => ({ symbol, bar: bars[index] })),
      decision: walked.decision.output,
      bookings: walked.bookings,
      equityUnits: markEquity(prices, walked.state).units,
      exposureUnits: exposureOf(prices, walked.state),
      positions: walked.state.positions.map(({ symbol }) => symbol),
      overdrawn: walked.state.balances.filter(({ total, held }) => total < 0n || held > total).map(({ asset }) => asset),
      halts: walked.killEvents.flatMap((event) => (event.event === "set" ? [event.halt] : [])),
      receiptHash: walked.heads.receiptHash,
    };
  }

  #seed(): readonly Seeding[] {
    const { feed } = this.#terms;
    const { featureNames } = this.#spec;
    const seen = new Map<string, Seeding>(
      feed.universe.map((symbol) => [symbol, { symbol, bars: 0, lastClose: undefined, warmingUp: featureNames }]),
    );
    for (let openMs = feed.historyFromMs; openMs < feed.fromMs; openMs += feed.timeframeMs)
      for (const { symbol, bar, features } of this.#line.close(openMs, this.#barsAt(openMs)).instruments) {
        if (bar === undefined) continue;
        const warmingUp = features.includes(undefined) ? featureNames.filter((_, index) => features[index] === undefined) : [];
        seen.set(symbol, { symbol, bars: (seen.get(symbol)?.bars ?? 0) + 1, lastClose: bar.close, warmingUp });
      }
    return [...seen.values()];
  }

  #barsAt(openMs: number): readonly (Bar | undefined)[] {
    const { universe, barAt } = this.#terms.feed;
    return universe.map((symbol) => barAt(symbol, openMs));
  }
}
