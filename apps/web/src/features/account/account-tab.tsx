"use client";

import type { AccountDetail } from "../shell/answers.ts";
import type { AccountTabName, InAccount } from "./account-tabs.ts";
import { EquityTab } from "./equity-tab.tsx";
import { FillsTab } from "./fills-tab.tsx";
import { HoldingsTab } from "./holdings-tab.tsx";
import { LotTable } from "./lot-table.tsx";
import { OrdersTab } from "./orders-tab.tsx";
import { PnlTab } from "./pnl-tab.tsx";
import { RuntimePanel } from "./runtime-panel.tsx";

type AccountTabProps = { readonly tab: AccountTabName; readonly account: AccountDetail; readonly of: InAccount };

/** The part of the account that the address names. */
export function AccountTab({ tab, account, of }: AccountTabProps) {
  switch (tab) {
    case "holdings":
      return <HoldingsTab account={account} />;
    case "lots":
      return <LotTable holdings={account.holdings} base={account.baseCurrency} />;
    case "orders":
      return <OrdersTab of={of} />;
    case "fills":
      return <FillsTab of={of} />;
    case "pnl":
      return <PnlTab of={of} />;
    case "equity":
      return <EquityTab account={account} of={of} />;
    case "status":
      return <RuntimePanel account={account} />;
  }
}
