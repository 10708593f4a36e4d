"use client";

import { Select } from "@ballast/ui/primitives/select";
import { useState } from "react";
import type { ReceiptView } from "../shell/answers.ts";
import { featureLabel, featureValue } from "./feature-words.ts";
import { LineList, type Line } from "./line-list.tsx";

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

type MarketSeen = NonNullable<ReceiptView["content"]["market"]>;

/** The regime has a step of its own. */
const ELSEWHERE: ReadonlySet<string> = new Set(["regime", "regime-confidence", "trend", "volatility-index", "risk-score"]);

type Shown = { readonly read: readonly Line[]; readonly others: readonly Line[] };

/** The close and what strategy, regime and risk read of an instrument; what else stands in the snapshot was read by others. */
function linesOf(market: MarketSeen, symbol: string): Shown | undefined {
  const instrument = market.instruments.find((one) => one.symbol === symbol);
  if (instrument === undefined || instrument.close === null) return undefined;
  const [, quote = ""] = symbol.split("/");
  const line = (name: string, value: number | null, unit: string): Line => ({
    label: featureLabel(name, market.timeframeMs),
    value: featureValue(name, value, unit),
  });
  const all = [
    ...market.featureNames.map((name, index) => ({ name, line: line(name, instrument.features[index] ?? null, quote) })),
    ...market.marketValues.filter(({ name }) => !ELSEWHERE.has(name)).map(({ name, value }) => ({ name, line: line(name, value, "") })),
  ];
  const wasRead = new Set(market.read);
  const of = (isRead: boolean): readonly Line[] => all.flatMap((one) => (wasRead.has(one.name) === isRead ? [one.line] : []));
  return { read: [{ label: "Close", value: featureValue("ema", instrument.close, quote) }, ...of(true)], others: of(false) };
}

/** Every figure that the strategy was given of one instrument, also where it did nothing, read back from the snapshot that the receipt names. */
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
        {lines === undefined ? "" : `${counted(lines.read.length, "value")} read, each with its unit; `}
        {counted(symbols.length, "instrument")}
      </p>
      {lines === undefined ? (
        <p className="text-13 text-ink-muted">No bar of {symbol} closed here: the venue had no trade, or the feed a gap.</p>
      ) : (
        <>
          <LineList lines={lines.read} />
          {lines.others.length > 0 && (
            <details className="text-13">
              <summary className="cursor-pointer text-ink-muted">
                {counted(lines.others.length, "more value")} of the snapshot, which this account does not read
              </summary>
              <LineList lines={lines.others} />
            </details>
          )}
        </>
      )}
    </div>
  );
}
