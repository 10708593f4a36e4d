import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { TriangleAlert } from "lucide-react";
import type { InstrumentFate, InstrumentOutlook } from "./account-outlook.ts";

const FATES: Readonly<Record<InstrumentFate, { readonly word: string; readonly tone: BadgeTone }>> = {
  traded: { word: "traded", tone: "good" },
  no_rate: { word: "no rate", tone: "warn" },
  no_money: { word: "can’t be paid", tone: "warn" },
  not_wanted: { word: "not in the strategy", tone: "neutral" },
  no_bars: { word: "not in this market", tone: "neutral" },
};

type AccountOutlookProps = { readonly outlook: readonly InstrumentOutlook[]; readonly warnings: readonly string[] };

/** Which instruments the account would trade, before there is an account. */
export function AccountOutlookPanel({ outlook, warnings }: AccountOutlookProps) {
  const traded = outlook.filter(({ fate }) => fate === "traded").length;
  return (
    <section aria-label="What it would trade" className="flex flex-col gap-1.5">
      <p className="text-13 font-medium text-ink">
        Trades {traded} of {outlook.length} instrument{outlook.length === 1 ? "" : "s"}
      </p>
      <ul tabIndex={0} aria-label="Instruments" className="h-24 overflow-y-auto rounded border border-line">
        {outlook.map(({ symbol, fate }) => (
          <li key={symbol} className="flex h-7 items-center justify-between border-b border-line px-2 text-13 last:border-b-0">
            {symbol}
            <Badge tone={FATES[fate].tone}>{FATES[fate].word}</Badge>
          </li>
        ))}
        {outlook.length === 0 && <li className="px-2 py-1.5 text-13 text-ink-muted">This market has no bars yet.</li>}
      </ul>
      {warnings.length > 0 && (
        <ul role="status" className="flex flex-col gap-1 rounded border border-warn-line/60 bg-warn-soft px-2 py-1.5 text-13 text-ink">
          {warnings.map((words) => (
            <li key={words} className="flex gap-2">
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
              {words}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
