import type { SlotKind } from "../decision/decide-types.ts";
import { markEquity } from "../decision/exposure.ts";
import { walkSlot, type Walk, type Walked, type WalkedBook } from "../decision/walk-book.ts";
import type { AlignedBars } from "../features/aligned-bars.ts";
import { LineageLine, type LineSpec } from "../regime/lineage-line.ts";
import { replayNowOf } from "../time/clock.ts";

/** A slot of a walk with what its account is worth at the close. */
export type StretchSlot = { readonly closeMs: number; readonly walked: Walked; readonly equityUnits: bigint };

/**
 * A backtest that is taken on stretch by stretch, as the bars of each become known: the history is seen
 * and not decided on, and each stretch goes on with the features and the book that the one before left.
 * Features come from whole columns, as in any backtest; a loop that computes them bar by bar must
 * trade the same.
 */
export class StretchWalk {
  readonly #walk: Walk;
  readonly #spec: LineSpec;
  readonly #kind: SlotKind;
  readonly #line: LineageLine;
  #book: WalkedBook;
  #openMs: number;

  constructor(of: { readonly walk: Walk; readonly line: LineSpec; readonly opened: WalkedBook; readonly kind: SlotKind }) {
    this.#walk = of.walk;
    this.#spec = of.line;
    this.#kind = of.kind;
    this.#line = new LineageLine(of.line);
    this.#book = of.opened;
    this.#openMs = of.line.originMs;
  }

  /** The book as the last slot left it. */
  get book(): WalkedBook {
    return this.#book;
  }

  /** Bars in universe order, from where it stands on, that indicators are seeded from. */
  see(series: readonly AlignedBars[]): void {
    const to = series[0]?.present.length ?? 0;
    for (const close of this.#line.closes(this.#openMs, series, { from: 0, to })) this.#openMs = close.closeMs;
  }

  /**
   * Decides on the closes of the next bars, in universe order from where it stands on. The last row is no
   * close of it: the opens of it alone are known, to the paper venue.
   */
  *walk(series: readonly AlignedBars[]): Generator<StretchSlot, undefined> {
    const { context } = this.#walk;
    const to = Math.max(0, (series[0]?.present.length ?? 0) - 1);
    let row = 0;
    for (const close of this.#line.closes(this.#openMs, series, { from: 0, to })) {
      row += 1;
      const { closeMs } = close;
      const snapshot = this.#line.hash(context.sha256, close);
      const step = { snapshot, nextOpens: this.#opensAt(series, row), nowMs: replayNowOf(closeMs), kills: [], kind: this.#kind };
      const walked = walkSlot(this.#walk, step, this.#book);
      this.#book = walked;
      this.#openMs = closeMs;
      yield { closeMs, walked, equityUnits: markEquity({ ...snapshot, instruments: context.instruments }, walked.state).units };
    }
  }

  #opensAt(series: readonly AlignedBars[], row: number): ReadonlyMap<string, number> {
    return new Map(
      this.#spec.universe.flatMap((symbol, index) => {
        const bars = series[index];
        const open = bars?.present[row] === 1 ? bars.open[row] : undefined;
        return open === undefined ? [] : [[symbol, open] as const];
      }),
    );
  }
}
