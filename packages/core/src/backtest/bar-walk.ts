import { BY_RULES } from "../campaign/predictions.ts";
import type { AccountState } from "../decision/account-state.ts";
import { costsOf, type BookContext, type BookedState } from "../decision/booking.ts";
import type { DecideQuestion, Hashed, SlotKey, SlotKind, Weigh } from "../decision/decide-types.ts";
import { dispatch, type NextOpens } from "../decision/dispatch.ts";
import { balanceOf } from "../decision/holdings.ts";
import { settle } from "../decision/settle.ts";
import { slotKindOf } from "../decision/slot-kind.ts";
import { endWalk, type Walk } from "../decision/walk-book.ts";
import type { RowSight } from "../features/row-snapshot.ts";
import type { Instrument } from "../market/instrument.ts";
import { barAt } from "../market/columns.ts";
import { nearUnits } from "../numeric/fixed.ts";
import { replayNowOf } from "../time/clock.ts";
import { sightOfBars, type IndicatedBars } from "./bar-closes.ts";
import { markColumns, type MarkColumns } from "./marks.ts";
import { RestingOrders } from "./resting-orders.ts";
import { WalkTally, type WalkedBacktest, type WalkRecord } from "./walk-tally.ts";

export type BarWalked = WalkedBacktest;

/** The slot of whatever bar a sight is turned to. */
class BarSlot implements SlotKey {
  readonly tenantKey: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly kind: SlotKind;
  readonly seq = 0;
  readonly #sight: RowSight;

  constructor({ tenantKey, context, shared }: Walk, sight: RowSight) {
    this.tenantKey = tenantKey;
    this.accountKey = context.accountKey;
    this.runKey = context.runKey;
    this.kind = slotKindOf(shared.settings.value);
    this.#sight = sight;
  }

  get atMs(): number {
    return this.#sight.closeMs;
  }
}

/** A question that is asked of every bar as its sight is turned to it: whoever answers it looks at it while he does and keeps nothing of it. */
class BarQuestion implements DecideQuestion {
  readonly slot: SlotKey;
  readonly mode: DecideQuestion["mode"];
  readonly snapshot: RowSight;
  readonly account: { value: AccountState };
  readonly profile: DecideQuestion["profile"];
  readonly settings: DecideQuestion["settings"];
  readonly instruments: Pick<Hashed<readonly Instrument[]>, "value">;
  readonly kills = [];
  readonly predictions = BY_RULES;
  readonly costs: DecideQuestion["costs"];
  readonly isFenceHeld = true;

  constructor(walk: Walk, of: { readonly sight: RowSight; readonly state: AccountState }) {
    const { context, shared } = walk;
    this.slot = new BarSlot(walk, of.sight);
    this.mode = walk.mode;
    this.snapshot = of.sight;
    this.account = { value: of.state };
    this.profile = shared.profile;
    this.settings = shared.settings;
    this.instruments = shared.instruments;
    this.costs = costsOf(context);
  }

  get nowMs(): number {
    return replayNowOf(this.snapshot.closeMs);
  }
}

/** The open of the bar that directly follows a row: what the paper venue, and no decision, knows of it. */
class OpenOfNext implements NextOpens {
  readonly #bars: IndicatedBars;
  row = 0;

  constructor(bars: IndicatedBars) {
    this.#bars = bars;
  }

  get(symbol: string): number | undefined {
    const { columns, timeframeMs } = this.#bars;
    const closeMs = (columns.tsMs[this.row] ?? NaN) + timeframeMs;
    return symbol === this.#bars.symbol && columns.tsMs[this.row + 1] === closeMs ? columns.open[this.row + 1] : undefined;
  }
}

/** Where a walk over bars leaves what it books, and in which columns what the account was worth at each close. */
export type BarRecord = { readonly record: WalkRecord; readonly marks: MarkColumns };

/** A book that is walked, with what is asked of it on every bar kept as doubles. */
class WalkingBook {
  readonly #record: WalkRecord;
  readonly #marks: MarkColumns;
  readonly #instrument: Instrument;
  #booked: Pick<BookedState, "state" | "heads">;
  #resting: RestingOrders;
  #cash = 0;
  #quantity = 0;

  constructor(instrument: Instrument, { record, marks }: BarRecord, opened: BookedState) {
    this.#record = record;
    this.#marks = marks;
    this.#instrument = instrument;
    this.#booked = opened;
    this.#resting = this.#reckon();
  }

  get booked(): Pick<BookedState, "state" | "heads"> {
    return this.#booked;
  }

  get resting(): RestingOrders {
    return this.#resting;
  }

  mark(row: number, close: number): void {
    const exposure = this.#quantity * close;
    this.#marks.cash[row] = this.#cash;
    this.#marks.exposure[row] = exposure;
    this.#marks.equity[row] = this.#cash + exposure;
  }

  take({ state, heads, bookings }: BookedState): void {
    this.#record.book(bookings);
    this.#booked = { state, heads };
    this.#resting = this.#reckon();
  }

  #reckon(): RestingOrders {
    const { base, quote } = this.#instrument;
    const { state } = this.#booked;
    this.#cash = nearUnits(balanceOf(state, quote.code).total, quote.scale);
    this.#quantity = nearUnits(balanceOf(state, base.code).total, base.scale);
    return new RestingOrders(state.orders);
  }
}

function tradedBy(walk: Walk, { symbol }: IndicatedBars, { baseCurrency }: AccountState): Instrument {
  const { context, shared } = walk;
  const instrument = context.instruments.find((candidate) => candidate.symbol === symbol);
  const settings = shared.settings.value;
  const isOfThese = settings.instruments.length === 1 && settings.instruments[0] === symbol;
  if (context.profile.kind !== "reference" || !isOfThese || instrument?.quote.code !== baseCurrency)
    throw new RangeError(`a walk over bars alone is one of ${symbol}, under the reference profile, in its quote`);
  return instrument;
}

/**
 * One account over the bars of one instrument under the reference profile, without receipts: settled,
 * decided and dispatched bar by bar as in every walk, with `weigh` called on each. No lineage, no
 * regime, no kill switch and no window has a say there, so nothing is made for them; a bar that comes near
 * no order of the book is not settled. The trades are those of a walk with receipts. What happens goes
 * to the record; what is returned is the book as it ended.
 */
export function walkBarsInto(
  to: BarRecord,
  walk: Walk & { readonly weigh: Weigh },
  bars: IndicatedBars,
  opened: BookedState,
): Pick<BookedState, "state" | "heads"> {
  const { weigh } = walk;
  const context: BookContext = { ...walk.context, keeps: "fills" };
  const { tsMs, high, low, close } = bars.columns;
  const rows = tsMs.length;
  const sight = sightOfBars(bars);
  const book = new WalkingBook(tradedBy(walk, bars, opened.state), to, opened);
  const question = new BarQuestion(walk, { sight, state: opened.state });
  const nextOpens = new OpenOfNext(bars);
  for (let row = 0; row < rows; row += 1) {
    sight.turnTo(row);
    if (book.resting.mayFillIn(low[row] ?? NaN, high[row] ?? NaN)) book.take(settle({ ...book.booked, snapshot: sight.snapshot, context }));
    book.mark(row, close[row] ?? NaN);
    const { state, heads } = book.booked;
    question.account.value = state;
    const verdict = weigh(question);
    if (verdict.refusals.length > 0) to.record.refuse(verdict.refusals);
    if (verdict.state === state) continue;
    nextOpens.row = row;
    book.take(dispatch({ state: verdict.state, heads, snapshot: sight.snapshot, nextOpens, nowMs: question.nowMs, context }));
  }
  if (rows > 0) book.take(endWalk({ ...walk, context }, book.booked, new Map([[bars.symbol, barAt(bars.columns, rows - 1)]])));
  return book.booked;
}

/** The same walk with all that a report is made of. */
export function walkBars(walk: Walk & { readonly weigh: Weigh }, bars: IndicatedBars, opened: BookedState): WalkedBacktest {
  const record = new WalkTally();
  const marks = markColumns(bars.columns.tsMs);
  const book = walkBarsInto({ record, marks }, walk, bars, opened);
  const { fills, trades, refusals } = record;
  return { book, fills, trades, refusals, marks };
}
