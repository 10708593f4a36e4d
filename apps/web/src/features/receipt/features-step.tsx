"use client";

import { formatFigure } from "@ballast/ui/format/ratio";
import { Select } from "@ballast/ui/primitives/select";
import { useState } from "react";
import type { ReceiptView } from "../shell/answers.ts";
import { featureLabel, featureValue } from "./feature-words.ts";
import { LineList, type Line } from "./line-list.tsx";

type MarketSeen = NonNullable<ReceiptView["content"]["market"]>;

/** The regime has a step of its own. */
const ELSEWHERE: ReadonlySet<string> = new Set(["regime", "regime-confidence", "trend", "volatility-index", "risk-score"]);

function linesOf(market: MarketSeen, symbol: string): readonly Line[] {
  const instrument = market.instruments.find((one) => one.symbol === symbol);
  if (instrument === undefined || instrument.close === null) return [];
  const [, quote = ""] = symbol.split("/");
  const close = { label: "Close", value: featureValue("ema", instrument.close, quote) };
  const features = market.featureNames.map((name, index) => ({
    label: featureLabel(name, market.timeframeMs),
    value: featureValue(name, instrument.features[index] ?? null, quote),
  }));
  const ofMarket = market.marketValues
    .filter(({ name }) => !ELSEWHERE.has(name))
    .map(({ name, value }) => ({ label: featureLabel(name, market.timeframeMs), value: featureValue(name, value, "") }));
  return [close, ...features, ...ofMarket];
}

/** Every figure that the strategies were given of one instrument, read back from the snapshot that the receipt names. */
export function FeaturesStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { market } = receipt.content;
  const symbols = market?.instruments.map(({ symbol }) => symbol) ?? [];
  const named = receipt.symbols.find((symbol) => symbols.includes(symbol));
  const [picked, setPicked] = useState<string | undefined>(undefined);
  if (market === undefined || symbols.length === 0)
    return <p className="text-13 text-ink-muted">The snapshot is not stored here any more; its hash stands in the proof.</p>;
  const symbol = picked !== undefined && symbols.includes(picked) ? picked : (named ?? symbols[0] ?? "");
  const lines = linesOf(market, symbol);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-2 text-13 text-ink-muted">
        <Select
          label="Instrument of the features"
          value={symbol}
          options={symbols.map((one) => ({ value: one, label: one }))}
          onChange={setPicked}
          className="w-36"
        />
        {formatFigure(market.featureNames.length, 0)} features of {symbols.length} instrument{symbols.length === 1 ? "" : "s"}
      </p>
      {lines.length === 0 ? (
        <p className="text-13 text-ink-muted">No bar of {symbol} closed here: the venue had no trade, or the feed a gap.</p>
      ) : (
        <LineList lines={lines} />
      )}
    </div>
  );
}
