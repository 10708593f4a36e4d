import type { ReportInput } from "@ballast/core/backtest/report";
import type { WalkRecord } from "@ballast/core/backtest/walk-tally";
import type { Bookings, FillRow, FillWhy } from "@ballast/core/decision/booking";
import type { Instrument } from "@ballast/core/market/instrument";
import { PRICE_SCALE } from "@ballast/core/money/asset";

/** What the figures of a point take from its trades. */
export type TradeCounts = {
  readonly trades: number;
  /** Trades that earned more than their fees. */
  readonly wins: number;
  readonly stops: number;
  /** What was bought and sold, in quote. */
  readonly notional: number;
};

type Closed = { readonly proceedsUnits: bigint; readonly costUnits: bigint; readonly why: FillWhy };

/** Counts trades as they are booked, and keeps none: the objects of thousands of walks are what a collector works on. */
export class TradeCounter implements WalkRecord, TradeCounts {
  trades = 0;
  wins = 0;
  stops = 0;
  notional = 0;
  readonly #quotePerUnits: ReadonlyMap<string, number>;

  constructor(instruments: readonly Instrument[]) {
    this.#quotePerUnits = new Map(instruments.map(({ symbol, base }) => [symbol, 1 / 10 ** (PRICE_SCALE + base.scale)]));
  }

  book({ fills = [], disposals = [] }: Partial<Pick<Bookings, "fills" | "disposals">>): void {
    for (const fill of fills) this.#trade(fill);
    for (const disposal of disposals) this.#close(disposal);
  }

  refuse(): void {
    // An order that was refused is no trade.
  }

  countAll({ fills, trades }: Pick<ReportInput, "fills" | "trades">): TradeCounts {
    for (const fill of fills) this.#trade(fill);
    for (const trade of trades) this.#close(trade);
    return this;
  }

  /** A double of units that exceed 2^53 is right to 16 digits, and a turnover is no money. */
  #trade({ symbol, quantity, priceUnits }: Pick<FillRow, "symbol" | "quantity" | "priceUnits">): void {
    this.notional += Number(priceUnits) * Number(quantity) * (this.#quotePerUnits.get(symbol) ?? NaN);
  }

  #close({ proceedsUnits, costUnits, why }: Closed): void {
    this.trades += 1;
    if (proceedsUnits > costUnits) this.wins += 1;
    if (why === "stop") this.stops += 1;
  }
}
