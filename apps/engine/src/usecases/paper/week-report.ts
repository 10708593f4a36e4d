import { areTradesSame, compareTrades, type TradeComparison } from "@ballast/core/backtest/compare-trades";
import type { FillRow } from "@ballast/core/decision/booking";
import { toHex } from "@ballast/core/numeric/hash";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { PaperBacktest, type StretchResult } from "./paper-backtest.ts";
import type { PaperSlot } from "./paper-loop.ts";
import type { PaperTerms } from "./paper-walk.ts";

const WEEK_MS = 7 * DAY_MS;

/** A week of a paper loop beside the backtest of the same week. */
export type WeekReport = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether the loop ran for all seven days of it. */
  readonly isWhole: boolean;
  /** What the paper account was worth when the week began. */
  readonly openedUnits: bigint;
  readonly paper: StretchResult;
  readonly backtest: StretchResult;
  readonly comparison: TradeComparison;
  /** Every trade, the equity and the receipts are the same to the last unit and bit. */
  readonly isSame: boolean;
};

type Week = {
  readonly fromMs: number;
  readonly openedUnits: bigint;
  readonly trades: FillRow[];
  closes: number;
  last: PaperSlot | undefined;
};

/** Weeks of a paper loop's own clock, seven days from its first close's bar on, each compared with its backtest as it ends. */
export class PaperWeeks {
  readonly #backtest: PaperBacktest;
  readonly #timeframeMs: number;
  #week: Week;

  constructor(terms: PaperTerms) {
    this.#backtest = new PaperBacktest(terms);
    this.#timeframeMs = terms.feed.timeframeMs;
    this.#week = { fromMs: terms.feed.fromMs, openedUnits: terms.startingUnits, trades: [], closes: 0, last: undefined };
  }

  /** Takes the loop's next slot; where a week ends with it, its report. */
  add(slot: PaperSlot): WeekReport | undefined {
    const week = this.#week;
    week.trades.push(...slot.bookings.flatMap(({ fills = [] }) => fills));
    week.closes += 1;
    week.last = slot;
    return slot.closeMs - week.fromMs < WEEK_MS ? undefined : this.end();
  }

  /** The report of the part of a week that ran; undefined where none did. */
  end(): WeekReport | undefined {
    const { fromMs, openedUnits, trades, closes, last } = this.#week;
    if (last === undefined) return undefined;
    const { closeMs: toMs, equityUnits, receiptHash } = last;
    this.#week = { fromMs: toMs, openedUnits: equityUnits, trades: [], closes: 0, last: undefined };
    const paper = { closes, trades, equityUnits, receiptHash };
    const backtest = this.#backtest.advance(toMs);
    const comparison = compareTrades({ actual: trades, expected: backtest.trades, apartMsMax: this.#timeframeMs });
    const isSame =
      areTradesSame(comparison) &&
      closes === backtest.closes &&
      equityUnits === backtest.equityUnits &&
      toHex(receiptHash) === toHex(backtest.receiptHash);
    return { fromMs, toMs, isWhole: toMs - fromMs >= WEEK_MS, openedUnits, paper, backtest, comparison, isSame };
  }
}
