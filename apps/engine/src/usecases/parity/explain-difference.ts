import type { FillWhy } from "@ballast/core/decision/booking";
import type { Trade, TradeMatch } from "@ballast/core/backtest/compare-trades";
import type { ParityCause } from "@ballast/core/backtest/parity-report";
import { wordsOf } from "@ballast/core/decision/reason-codes";
import type { OrderComparison } from "@ballast/core/decision/what-if";
import { SEAL_DELAY_MS } from "@ballast/core/time/clock";
import { isSameBytes } from "../replay/first-difference.ts";
import type { RecordedSlot } from "../what-if/recorded-slots.ts";
import type { ParityRecord } from "./parity-record.ts";
import { codeText, haltText, momentText, spanText } from "./parity-words.ts";
import type { Beside, BesideClose } from "./walk-beside.ts";

/** A fill with the order that it is of, and what asked for that. */
export type ParityTrade = Trade & { readonly orderId: string; readonly reason: string };

export type Difference = Exclude<TradeMatch<ParityTrade>, { readonly verdict: "same" }>;

/** Why two fills are not one. */
export type Explained = {
  readonly cause: ParityCause;
  readonly because: string;
  /** Number of the row that it follows from. */
  readonly follows: number | null;
};

/** A difference of an earlier fill, with the number of its row. */
export type EarlierDifference = { readonly n: number; readonly symbol: string; readonly explained: Explained };

/** What is known of the moment in which an order was made. */
type Made = { readonly close: BesideClose | undefined; readonly slot: RecordedSlot | undefined };

const PROTECTION: ReadonlySet<FillWhy> = new Set<FillWhy>(["stop", "take_profit"]);
const explained = (cause: ParityCause, because: string, follows: number | null = null): Explained => ({ cause, because, follows });

export const paperOf = (match: Difference): ParityTrade | undefined => (match.verdict === "missing" ? undefined : match.actual);
export const backtestOf = (match: Difference): ParityTrade | undefined => (match.verdict === "extra" ? undefined : match.expected);

/** Finds for each difference what recorded fact made it; the first rule that knows one answers. */
export class DifferenceExplainer {
  readonly #beside: Beside;
  readonly #record: ParityRecord;
  readonly #coreHash: Uint8Array;
  /** Slots of the account by the orders that they made, and closes of the backtest by its own. */
  readonly #slotByOrder = new Map<string, RecordedSlot>();
  readonly #closeByOrder = new Map<string, BesideClose>();
  readonly #closeOfSlot = new Map<RecordedSlot, BesideClose>();
  readonly #filledOnPaper: ReadonlySet<string>;

  constructor(of: { readonly beside: Beside; readonly record: ParityRecord; readonly coreHash: Uint8Array }) {
    this.#beside = of.beside;
    this.#record = of.record;
    this.#coreHash = of.coreHash;
    this.#filledOnPaper = new Set(of.record.fills.map(({ orderId }) => orderId));
    for (const close of of.beside.closes) {
      for (const id of close.orderIds) this.#closeByOrder.set(id, close);
      const { recorded } = close;
      for (const slot of recorded === undefined ? [] : [...recorded.halts, recorded.slot]) {
        this.#closeOfSlot.set(slot, close);
        for (const { id } of slot.findings.intents) this.#slotByOrder.set(id, slot);
      }
    }
  }

  /** The cause of a difference, given those before it, oldest first. */
  explain(match: Difference, earlier: readonly EarlierDifference[]): Explained {
    const rules = [
      () => this.#byHalt(match),
      () => this.#byOutage(match),
      () => this.#byLateness(match),
      () => this.#byOrder(match),
      () => this.#byRefusal(match, earlier),
      () => this.#byRunEnd(match),
      () => this.#byEarlier(match, earlier),
      () => this.#byRelease(match),
    ];
    for (const rule of rules) {
      const found = rule();
      if (found !== undefined) return found;
    }
    return explained("unexplained", this.#unexplained(match));
  }

  #madeOn(match: Difference): { readonly paper: Made; readonly backtest: Made } {
    const [actual, expected] = [paperOf(match), backtestOf(match)];
    const slot = actual === undefined ? undefined : this.#slotByOrder.get(actual.orderId);
    const close = expected === undefined ? undefined : this.#closeByOrder.get(expected.orderId);
    return {
      paper: { slot, close: slot === undefined ? undefined : this.#closeOfSlot.get(slot) },
      backtest: { slot: close?.recorded?.slot, close },
    };
  }

  #haltOf(kills: BesideClose["withheld"]): string | undefined {
    const [strongest] = kills;
    return strongest === undefined ? undefined : haltText(strongest, this.#record.authorOf(strongest));
  }

  /** A halt from outside sold, cancelled or refused what the backtest went on with. */
  #byHalt(match: Difference): Explained | undefined {
    const { paper, backtest } = this.#madeOn(match);
    const actual = paperOf(match);
    if (actual !== undefined && (paper.slot?.input.slot.kind === "halt" || actual.why === "kill")) {
      const halt = this.#haltOf(this.#beside.withheldOf(paper.slot?.input.kills ?? []).filter(({ verb }) => verb === "flatten"));
      return halt === undefined ? undefined : explained("halt", `${halt} It sold; the backtest goes on without it.`);
    }
    if (match.verdict !== "missing" || backtest.close === undefined) return undefined;
    const isRefused = this.#comparisonOf(match)?.code === "KILL_SWITCH_ACTIVE";
    const isCancelled = this.#record.ends.get(match.expected.orderId)?.state === "cancelled";
    const halt = isRefused || isCancelled ? this.#haltOf(this.#withheldAround(backtest.close)) : undefined;
    return halt === undefined ? undefined : explained("halt", `${halt} It ${isRefused ? "refused" : "cancelled"} the order.`);
  }

  /** Halts in force at a close, or set before the one behind it: an order that waits is cancelled in between. */
  #withheldAround(close: BesideClose): BesideClose["withheld"] {
    if (close.withheld.length > 0) return close.withheld;
    const next = this.#beside.closes[this.#beside.closes.indexOf(close) + 1];
    return next?.withheld ?? [];
  }

  /** Nobody decided at the close at which the backtest ordered, or between the two fills of one order. */
  #byOutage(match: Difference): Explained | undefined {
    const { close } = this.#madeOn(match).backtest;
    if (match.verdict === "missing" && close !== undefined && close.recorded === undefined) {
      return explained("outage", `${this.#outageText(close.closeMs)} The backtest ordered at ${momentText(close.closeMs)}.`);
    }
    if (match.verdict !== "differs" || match.actual.atMs <= match.expected.atMs) return undefined;
    const missed = this.#record.outages.find(({ atMs, untilMs }) => atMs <= match.actual.atMs && untilMs > match.expected.atMs);
    return missed === undefined ? undefined : explained("outage", `${this.#outageText(missed.atMs)} The order waited for its end.`);
  }

  #outageText(atMs: number): string {
    const range = this.#record.outages.find((slot) => slot.atMs <= atMs && atMs < Math.max(slot.untilMs, slot.atMs + 1));
    if (range === undefined) return `No decision of the account is stored at ${momentText(atMs)}.`;
    const words = range.reason === "OUTAGE" ? "an outage" : codeText(range.reason);
    return `Skipped for ${words}: nothing was decided from ${momentText(range.atMs)} to ${momentText(Math.max(range.untilMs, range.atMs))}.`;
  }

  /** The account decided so long after the close that it might only reduce, or that the next bar's open had passed. */
  #byLateness(match: Difference): Explained | undefined {
    const { paper, backtest } = this.#madeOn(match);
    const slot = paper.slot ?? backtest.slot;
    if (slot === undefined) return undefined;
    const lateMs = slot.input.nowMs - slot.close.closeMs;
    const said = `Decided ${spanText(lateMs)} after the close of ${momentText(slot.close.closeMs)}`;
    if (match.verdict === "missing")
      return slot.receipt.outcome === "LATE" ? explained("late", `${said}: entries were refused.`) : undefined;
    const isOneOrder = match.verdict === "differs" && match.actual.orderId === match.expected.orderId;
    if (!isOneOrder || lateMs <= SEAL_DELAY_MS || match.actual.atMs === match.expected.atMs) return undefined;
    return explained("late", `${said}: it filled at the first price made after that.`);
  }

  /** The account made the same order, and the order ended otherwise. */
  #byOrder(match: Difference): Explained | undefined {
    if (match.verdict !== "missing") return undefined;
    const end = this.#record.ends.get(match.expected.orderId);
    if (end === undefined || this.#filledOnPaper.has(end.orderId) || end.state === "filled") return undefined;
    return explained(
      "order",
      `The account's order is ${end.state.replaceAll("_", " ")} since ${momentText(end.atMs)}: ${codeText(end.reason)}`,
    );
  }

  #comparisonOf(match: Difference): OrderComparison | undefined {
    const { paper, backtest } = this.#madeOn(match);
    const { symbol, side } = paperOf(match) ?? backtestOf(match) ?? { symbol: "", side: "" };
    const close = backtest.close ?? paper.close;
    return close?.orders.find((order) => order.symbol === symbol && order.side === side && order.effect !== "same");
  }

  /** One of them refused the order that the other one made. */
  #byRefusal(match: Difference, earlier: readonly EarlierDifference[]): Explained | undefined {
    const comparison = this.#comparisonOf(match);
    if (comparison?.code === undefined || comparison.effect === "resized") return undefined;
    const said = wordsOf(comparison.code, comparison.facts);
    if (match.verdict === "missing" && comparison.effect === "let_through")
      return explained("refused", `On paper: ${said}`, this.#rootOf(match, earlier)?.n ?? null);
    if (match.verdict !== "extra" || comparison.effect !== "blocked") return undefined;
    const root = this.#rootOf(match, earlier);
    return root === undefined
      ? undefined
      : explained("follows", `In the backtest: ${said} Its account is another since row ${root.n}.`, root.n);
  }

  #byRunEnd(match: Difference): Explained | undefined {
    const actual = paperOf(match);
    return match.verdict === "extra" && actual?.why === "end"
      ? explained("run_ended", "Sold at the last close because the run ended.")
      : undefined;
  }

  /** The row that an account which is no longer the same goes back to: of the same instrument, else of any. */
  #rootOf(match: Difference, earlier: readonly EarlierDifference[]): EarlierDifference | undefined {
    const { symbol } = paperOf(match) ?? backtestOf(match) ?? { symbol: "" };
    const before = earlier.findLast((one) => one.symbol === symbol) ?? earlier.at(-1);
    return before === undefined ? undefined : (earlier.find(({ n }) => n === before.explained.follows) ?? before);
  }

  /** One order of one size fills alike whatever came before it; anything else depends on the account that decides it. */
  #byEarlier(match: Difference, earlier: readonly EarlierDifference[]): Explained | undefined {
    const isOneOrder = match.verdict === "differs" && match.actual.orderId === match.expected.orderId;
    if (isOneOrder && match.actual.quantity === match.expected.quantity) return undefined;
    const { paper, backtest } = this.#madeOn(match);
    const close = backtest.close ?? paper.close;
    if (close?.isStateSame === true) return undefined;
    const root = this.#rootOf(match, earlier);
    if (root === undefined) return undefined;
    const { symbol } = paperOf(match) ?? backtestOf(match) ?? { symbol: "" };
    const what =
      root.symbol === symbol
        ? "since then the two hold another position of it"
        : "since then the two have other cash and equity to size orders by";
    return explained("follows", `Follows from row ${root.n} (${root.symbol}): ${what}.`, root.n);
  }

  #byRelease(match: Difference): Explained | undefined {
    const { paper, backtest } = this.#madeOn(match);
    const slot = paper.slot ?? backtest.slot;
    if (slot === undefined || isSameBytes(slot.receipt.coreHash, this.#coreHash)) return undefined;
    return explained("other_release", "Decided by another release than the one that walks the backtest.");
  }

  #unexplained(match: Difference): string {
    if (match.verdict === "differs" && match.actual.orderId === match.expected.orderId) {
      const { quantity } = match.actual;
      const same = quantity === match.expected.quantity ? "The same order of the same size" : "The same order";
      return `${same}, decided on the same account: nothing that is recorded makes it fill otherwise. Verify the book: npx ballast verify.`;
    }
    const isProtection = [paperOf(match), backtestOf(match)].some((trade) => trade !== undefined && PROTECTION.has(trade.why));
    return `${isProtection ? "A protective order" : "An order"} of one alone, and nothing that is recorded asks for it. Verify the book: npx ballast verify.`;
  }
}
