import type { FillWhy } from "@ballast/core/decision/booking";
import type { HaltVerb } from "./halt.ts";
import type { Money } from "./money.ts";
import type { MarketClock, WindowPhase } from "./workspace.ts";

export type MarketInstrument = {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly status: string;
  /** Doubles as printed: for display and charts, never a way to money. Undefined before the first bar. */
  readonly lastPrice: number | undefined;
  /** (last − 24 h ago) ÷ 24 h ago; undefined while there is no bar a day back. */
  readonly change24h: number | undefined;
  readonly holders: number;
};

export type MarketView = MarketClock & { readonly source: string; readonly instruments: readonly MarketInstrument[] };

export type Candle = {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

/** Ascending; a missing interval is missing here too. `beforeMs` asks for the page before, undefined at the start. */
export type CandlePage = {
  readonly symbol: string;
  readonly timeframeMs: number;
  readonly isSynthetic: boolean;
  readonly candles: readonly Candle[];
  readonly beforeMs: number | undefined;
};

export type OverlayFill = {
  readonly fillSeq: number;
  readonly atMs: number;
  readonly side: "buy" | "sell";
  readonly quantity: Money;
  readonly price: Money;
  readonly why: FillWhy;
  /** Code of the order that was filled. */
  readonly reason: string;
};

/** From the entry fill to the fill that closed it; `toMs` undefined while it is held. */
export type OverlayPosition = {
  readonly fromMs: number;
  readonly toMs: number | undefined;
  readonly entryPrice: Money;
  readonly quantity: Money;
};

export type OverlayStop = { readonly fromMs: number; readonly toMs: number | undefined; readonly trigger: Money };
export type OverlayDecision = {
  readonly atMs: number;
  readonly receiptSeq: number;
  readonly outcome: string;
  readonly reasonCodes: readonly string[];
};
export type OverlayWindow = { readonly fromMs: number; readonly toMs: number; readonly phase: WindowPhase };
export type OverlayHalt = { readonly fromMs: number; readonly toMs: number | undefined; readonly verb: HaltVerb };

/** What one account did on one instrument, over the time that the chart shows. */
export type MarketOverlay = {
  readonly fills: readonly OverlayFill[];
  readonly positions: readonly OverlayPosition[];
  readonly stops: readonly OverlayStop[];
  readonly decisions: readonly OverlayDecision[];
  readonly windows: readonly OverlayWindow[];
  readonly halts: readonly OverlayHalt[];
};
