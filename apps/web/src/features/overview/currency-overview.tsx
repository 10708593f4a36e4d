"use client";

import { formatPercent } from "@ballast/ui/format/ratio";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { LiveValue } from "@ballast/ui/primitives/live-value";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { ReactNode } from "react";
import { EquityPanel } from "../account/equity-panel.tsx";
import type { CurrencySummary } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { PnlFigure } from "../shell/pnl-figure.tsx";

type CurrencyOverviewProps = {
  readonly currency: CurrencySummary;
  readonly isSynthetic: boolean;
  readonly isFirst: boolean;
  /** Stands beside the first curve. */
  readonly aside: ReactNode;
};

/** What the accounts of one base currency are worth together, and how that came about. Currencies are never added up. */
export function CurrencyOverview({ currency, isSynthetic, isFirst, aside }: CurrencyOverviewProps) {
  const { equity, pnlToday, pnlTotal, exposure } = currency;
  return (
    <section aria-label={`Accounts in ${currency.currency}`} className="flex flex-col gap-3">
      <StatRow>
        <StatTile isLead={isFirst} label={`Equity, ${currency.accounts} account${currency.accounts === 1 ? "" : "s"}`} value={<LiveValue value={equity.units}>{moneyText(equity)}</LiveValue>} note="At the last close" />
        <StatTile isLead={isFirst} label="PnL today" value={<LiveValue value={pnlToday.units}><PnlFigure money={pnlToday} hasArrow /></LiveValue>} note="Since 00:00 UTC" />
        <StatTile isLead={isFirst} label="PnL in all" value={<LiveValue value={pnlTotal.units}><PnlFigure money={pnlTotal} hasArrow /></LiveValue>} note="Since the accounts opened" />
        <StatTile isLead={isFirst} label="Exposure" value={<LiveValue value={exposure.units}>{formatPercent(currency.exposureShare)}</LiveValue>} note={moneyText(exposure)} />
      </StatRow>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_340px]">
        <EquityPanel title={`Equity in ${currency.currency}`} note={isSynthetic ? <ModeBadge mode="synthetic" /> : undefined} asset={currency.currency} scale={currency.scale} points={currency.curve} start={undefined} csvName={`equity-${currency.currency.toLowerCase()}`} />
        {aside !== undefined && <div className="flex min-w-0 flex-col gap-3 max-lg:order-first">{aside}</div>}
      </div>
    </section>
  );
}
