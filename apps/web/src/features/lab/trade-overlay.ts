import { EMPTY_OVERLAY, type CandleOverlay } from "@ballast/ui/charts/candle/candle-model";
import { formatFigure } from "@ballast/ui/format/ratio";
import { priceDecimals } from "../market/price-decimals.ts";
import type { TradeView } from "../shell/answers.ts";
import { exitWord } from "./trade-columns.tsx";

/** Bars before the entry and after the exit that tell why it came and what it missed. */
const AROUND_BARS = 40;
/** A trade that was held for months is seen from its entry on. */
const HELD_BARS_MAX = 500;

/** The stretch of bars that a trade is looked at in. */
export function tradeStretch(
  trade: Pick<TradeView, "entryMs" | "exitMs">,
  timeframeMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = trade.entryMs - AROUND_BARS * timeframeMs;
  const heldMs = Math.min(trade.exitMs - trade.entryMs, HELD_BARS_MAX * timeframeMs);
  return { fromMs: Math.max(0, fromMs), toMs: trade.entryMs + heldMs + AROUND_BARS * timeframeMs };
}

/** The two fills of a trade, and between them its position. */
export function overlayOf(trade: TradeView): CandleOverlay {
  const { entryMs, exitMs, entry, exit, quantity, symbol, why } = trade;
  const decimals = priceDecimals([entry]);
  const label = (verb: string, at: number): string => `${verb} ${quantity} ${symbol.split("/")[0] ?? ""} at ${formatFigure(at, decimals)}`;
  return {
    ...EMPTY_OVERLAY,
    fills: [
      { key: "entry", atMs: entryMs, side: "buy", quantity, price: entry, label: label("Bought", entry) },
      { key: "exit", atMs: exitMs, side: "sell", quantity, price: exit, label: `${label("Sold", exit)}: ${exitWord(why).toLowerCase()}` },
    ],
    positions: [{ fromMs: entryMs, toMs: exitMs, entryPrice: entry }],
  };
}
