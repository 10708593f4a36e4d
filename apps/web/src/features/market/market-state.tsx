import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { Delta } from "@ballast/ui/primitives/delta";
import { LiveValue } from "@ballast/ui/primitives/live-value";
import type { MarketView } from "../shell/answers.ts";
import { priceDecimals } from "./price-decimals.ts";

/** The last close, how it moved in a day, and when it was. */
export function MarketState({ market, symbol }: { readonly market: MarketView | undefined; readonly symbol: string }) {
  const instrument = market?.instruments.find((one) => one.symbol === symbol);
  if (market === undefined || instrument === undefined) return null;
  const { lastPrice, change24h } = instrument;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <LiveValue value={lastPrice} className="font-medium text-ink">
        {formatFigure(lastPrice, lastPrice === undefined ? 2 : priceDecimals([lastPrice]))} {instrument.quote}
      </LiveValue>
      <Delta amount={change24h?.toFixed(8)} text={`${formatPercent(change24h, { sign: "always" })} in 24 h`} hasArrow />
      <span className="max-sm:hidden">
        {market.name}, closed {formatUtc(market.lastCloseMs)}
      </span>
    </span>
  );
}
