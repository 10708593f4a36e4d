"use client";

import { formatPercent } from "@ballast/ui/format/ratio";
import { LiveValue } from "@ballast/ui/primitives/live-value";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { CurrencySummary } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { PnlFigure } from "../shell/pnl-figure.tsx";

/** Whose money the figures are: some accounts have not decided yet, or only go over imported bars. */
function whose({ accounts, followingAccounts }: CurrencySummary): string {
  const all = `${accounts} account${accounts === 1 ? "" : "s"}`;
  return followingAccounts === accounts ? all : `${followingAccounts} of ${all}`;
}

/** What the accounts of one base currency are worth together. Currencies are never added up. */
export function CurrencyFigures({ currency }: { readonly currency: CurrencySummary }) {
  const { equity, pnlToday, pnlTotal, exposure, accounts, followingAccounts } = currency;
  const others = accounts - followingAccounts;
  return (
    <StatRow>
      <StatTile
        isLead
        label={`Equity, ${whose(currency)}`}
        value={<LiveValue value={equity?.units}>{moneyText(equity)}</LiveValue>}
        note={others === 0 ? "At the last close" : `${others} follow${others === 1 ? "s" : ""} no market that moves`}
      />
      <StatTile
        isLead
        label="PnL today"
        value={
          <LiveValue value={pnlToday?.units}>
            <PnlFigure money={pnlToday} hasArrow />
          </LiveValue>
        }
        note="Since 00:00 UTC"
      />
      <StatTile
        isLead
        label="PnL in all"
        value={
          <LiveValue value={pnlTotal?.units}>
            <PnlFigure money={pnlTotal} hasArrow />
          </LiveValue>
        }
        note="Since the accounts opened"
      />
      <StatTile
        isLead
        label="Exposure"
        value={<LiveValue value={exposure?.units}>{formatPercent(currency.exposureShare)}</LiveValue>}
        note={moneyText(exposure)}
      />
    </StatRow>
  );
}
