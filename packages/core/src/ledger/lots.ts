/** A FIFO lot of one entry fill. `costUnits` is the quote paid with its fee, for the quantity still open. */
export type Lot = {
  readonly n: number;
  readonly openedMs: number;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  readonly costUnits: bigint;
};

/** What is held of one instrument: its lots in FIFO order; `quantity` is their sum. */
export type Position = {
  readonly symbol: string;
  readonly quantity: bigint;
  readonly lots: readonly Lot[];
};

/** A lot, or a part of one, that a sale closed. Realised PnL, net of both fees, is proceeds − cost. */
export type Disposal = {
  readonly symbol: string;
  readonly quantity: bigint;
  readonly costUnits: bigint;
  readonly proceedsUnits: bigint;
  readonly openedMs: number;
  readonly entryPriceUnits: bigint;
};
