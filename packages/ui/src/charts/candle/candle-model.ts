/** What the candle chart draws: plain values, doubles as the venue printed them. For the eye only; no way back to money. */
export type CandleBar = {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

export type CandleFill = {
  readonly key: string;
  readonly atMs: number;
  readonly side: "buy" | "sell";
  readonly quantity: number;
  readonly price: number;
  /** One line for the pointer: "Bought 0.5 BTC at 43,210.00". */
  readonly label: string;
};

/** From entry to exit; `toMs` undefined while it is held. */
export type CandlePosition = { readonly fromMs: number; readonly toMs: number | undefined; readonly entryPrice: number };
export type CandleStop = { readonly fromMs: number; readonly toMs: number | undefined; readonly price: number };

/** What a decision came to: `acted` sent something, `quiet` had no reason to. */
export type DecisionTone = "acted" | "quiet" | "refused" | "late";
export type CandleDecision = { readonly key: string; readonly atMs: number; readonly tone: DecisionTone; readonly label: string };

/** A stretch of time behind the candles: a downtime window or a halt; `toMs` undefined while it lasts. */
export type CandleBand = {
  readonly kind: "window" | "halt";
  readonly fromMs: number;
  readonly toMs: number | undefined;
  readonly label: string;
};

/**
 * A stretch in one state of the market, on the strip at the time axis: the worse, the higher it stands.
 * It begins with the bar whose close changed the state; `toMs` undefined while it lasts.
 */
export type CandleStretch = {
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number | undefined;
  /** 1 (the best) to 4. */
  readonly level: 1 | 2 | 3 | 4;
  /** Written into the strip where there is room. */
  readonly word: string;
  /** One line for the pointer where it begins. */
  readonly label: string;
};

export type CandleOverlay = {
  readonly fills: readonly CandleFill[];
  readonly positions: readonly CandlePosition[];
  readonly stops: readonly CandleStop[];
  readonly decisions: readonly CandleDecision[];
  readonly bands: readonly CandleBand[];
  readonly stretches: readonly CandleStretch[];
};

export const EMPTY_OVERLAY: CandleOverlay = { fills: [], positions: [], stops: [], decisions: [], bands: [], stretches: [] };
