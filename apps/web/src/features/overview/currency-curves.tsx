"use client";

import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { EquityPanel } from "../account/equity-panel.tsx";
import type { CurrencySummary } from "../shell/answers.ts";

/** One curve for each base currency. */
export function CurrencyCurves({
  currencies,
  isSynthetic,
}: {
  readonly currencies: readonly CurrencySummary[];
  readonly isSynthetic: boolean;
}) {
  return currencies.map(({ currency, scale, curve, gaps }) => (
    <EquityPanel
      key={currency}
      title={`Equity in ${currency}`}
      note={isSynthetic ? <ModeBadge mode="synthetic" /> : undefined}
      asset={currency}
      scale={scale}
      points={curve}
      gaps={gaps}
      start={undefined}
      csvName={`equity-${currency.toLowerCase()}`}
    />
  ));
}
