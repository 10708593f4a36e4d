import type { BookedState, Bookings, FillRow } from "../decision/booking.ts";
import type { Refusal } from "../risk/refusal.ts";
import type { ClosedTrade } from "./closed-trade.ts";
import { closedTradesOf } from "./closed-trades.ts";
import type { MarkColumns } from "./marks.ts";

/** What a backtest leaves for its report. */
export type WalkedBacktest = {
  /** The book as it ended, what was open sold at the last close. */
  readonly book: Pick<BookedState, "state" | "heads">;
  /** What was bought and sold, in order. */
  readonly fills: readonly FillRow[];
  readonly trades: readonly ClosedTrade[];
  /** Orders that the gate refused. */
  readonly refusals: readonly Refusal[];
  /** What the account was worth at each bar's close, before the orders of that close. */
  readonly marks: MarkColumns;
};

/** Where a walk leaves what happens in it, as it happens. */
export type WalkRecord = {
  readonly book: (bookings: Partial<Bookings>) => void;
  readonly refuse: (refusals: readonly Refusal[]) => void;
};

/** Gathers what a walk leaves. Of what is booked the fills are kept, and what they closed: all else would only be carried along. */
export class WalkTally implements WalkRecord {
  readonly fills: FillRow[] = [];
  readonly trades: ClosedTrade[] = [];
  readonly refusals: Refusal[] = [];

  book({ fills = [], orders = [], disposals = [], refusals = [] }: Partial<Bookings>): void {
    for (const fill of fills) this.fills.push(fill);
    for (const { refusal } of refusals) this.refusals.push(refusal);
    if (disposals.length > 0) this.trades.push(...closedTradesOf({ fills, orders, disposals }));
  }

  refuse(refusals: readonly Refusal[]): void {
    for (const refusal of refusals) this.refusals.push(refusal);
  }
}
