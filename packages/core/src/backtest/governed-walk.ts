import type { BareWalked, Walk, Walked, WalkedBook } from "../decision/walk-book.ts";
import { walkBareSlot, walkSlot } from "../decision/walk-book.ts";
import type { NextOpens } from "../decision/dispatch.ts";
import { latestStrain } from "../decision/strained-instruments.ts";
import type { Weigh } from "../decision/decide-types.ts";
import type { AlignedBars } from "../features/aligned-bars.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { LineageLine, type LineSpec } from "../regime/lineage-line.ts";
import { decidingFeaturesOf } from "../strategy/strategy-of.ts";
import { replayNowOf } from "../time/clock.ts";
import { lateCloses } from "./late-closes.ts";

/** A market in memory: what its lineage computes, and its bars in universe order from the lineage's origin on. */
export type MarketInMemory = {
  readonly line: LineSpec;
  readonly series: readonly AlignedBars[];
  /** Closes up to this moment warm the features up and are not decided on; left out: each is. */
  readonly warmUpToMs?: number | undefined;
  /** Bars between a close and the close at which its features are seen: none, but for a test of what lateness costs. */
  readonly barsLate?: number | undefined;
};

/** Opens of the row after a close: what the paper venue, and no decision, knows of it. */
class OpensOfRow implements NextOpens {
  readonly #places: ReadonlyMap<string, number>;
  readonly #series: readonly AlignedBars[];
  row = 0;

  constructor({ line, series }: MarketInMemory) {
    this.#places = new Map(line.universe.map((symbol, place) => [symbol, place]));
    this.#series = series;
  }

  get(symbol: string): number | undefined {
    const bars = this.#series[this.#places.get(symbol) ?? -1];
    return bars?.present[this.row] === 1 ? bars.open[this.row] : undefined;
  }
}

type Steps<Step> = { readonly line: LineageLine; readonly steps: Generator<Step, undefined> };
type UnsealedStep = { readonly close: Snapshot; readonly nextOpens: NextOpens; readonly nowMs: number; readonly kills: readonly [] };

function stepsOf(market: MarketInMemory): Steps<UnsealedStep> {
  const line = new LineageLine(market.line);
  const { warmUpToMs = -Infinity, barsLate = 0 } = market;
  const nextOpens = new OpensOfRow(market);
  const rows = { from: 0, to: market.series[0]?.present.length ?? 0 };
  function* steps(): Generator<UnsealedStep, undefined> {
    const closes = line.closes(market.line.originMs, market.series, rows);
    for (const close of barsLate === 0 ? closes : lateCloses(closes, barsLate)) {
      nextOpens.row += 1;
      if (close.closeMs <= warmUpToMs) continue;
      yield { close, nextOpens, nowMs: replayNowOf(close.closeMs), kills: [] };
    }
  }
  return { line, steps: steps() };
}

/**
 * One account over a whole market in memory, slot by slot, with features, every check and a hashed
 * receipt: what the engine does, without a database. Only the book goes from slot to slot, so memory
 * does not grow with the bars; who wants to keep a slot keeps it.
 */
export function* walkMarket(given: Walk, market: MarketInMemory, opened: WalkedBook): Generator<Walked, undefined> {
  const { line, steps } = stepsOf(market);
  const walk = { ...given, strainedIn: latestStrain() };
  let book = opened;
  for (const { close, nextOpens, nowMs, kills } of steps) {
    const walked = walkSlot(walk, { snapshot: line.hash(walk.context.sha256, close), nextOpens, nowMs, kills }, book);
    book = walked;
    yield walked;
  }
}

/** The market of a walk that seals no close: what no decision reads of it is not computed. */
function unsealed(market: MarketInMemory, { shared }: Walk): MarketInMemory {
  const deciding = decidingFeaturesOf(shared.settings.value);
  const featureNames = market.line.featureNames.filter((name) => deciding.includes(name));
  // What is seen late is remembered whole; otherwise only the pairs that a decision asks for are made.
  const correlations = (market.barsLate ?? 0) > 0 ? {} : ({ correlations: "pairs" } as const);
  return { ...market, line: { ...market.line, featureNames, ...correlations } };
}

/** The same without receipts, for research that asks what an account would have done and need not prove it. */
export function* walkMarketBare(
  given: Walk & { readonly weigh: Weigh },
  market: MarketInMemory,
  opened: WalkedBook,
): Generator<BareWalked, undefined> {
  const walk = { ...given, strainedIn: latestStrain() };
  let book = opened;
  for (const { close, nextOpens, nowMs, kills } of stepsOf(unsealed(market, walk)).steps) {
    const walked = walkBareSlot(walk, { snapshot: { snapshot: close }, nextOpens, nowMs, kills }, book);
    book = walked;
    yield walked;
  }
}
