/** A coin or currency. The scale is immutable: another scale is another version of the asset. */
export type Asset = {
  readonly code: string;
  readonly version: number;
  /** Decimals of one unit: 12 for coins, 8 for currencies and stablecoins. */
  readonly scale: number;
};

/** Decimals of every price in units. */
export const PRICE_SCALE = 12;

export type InstrumentStatus = "online" | "cancel_only" | "post_only" | "limit_only" | "reduce_only" | "halted" | "training_only";

/** A spot pair as the venue trades it. Sizes in units of their asset's scale, prices at PRICE_SCALE. */
export type Instrument = {
  /** Canonical symbol, `BTC/USD`. */
  readonly symbol: string;
  /** The venue's own name, from its pair table; never made by string surgery. */
  readonly venueSymbol: string;
  readonly base: Asset;
  readonly quote: Asset;
  /** Price step at PRICE_SCALE; 0 where prices are not stepped (reference runs). */
  readonly tickUnits: bigint;
  /** Quantity step in base units; 0 where quantities are not stepped. */
  readonly lotUnits: bigint;
  readonly quantityMinUnits: bigint;
  readonly notionalMinUnits: bigint;
  readonly status: InstrumentStatus;
};
