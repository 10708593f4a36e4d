"use client";

import { unitsToNumber } from "@ballast/ui/format/units";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import { Scale } from "lucide-react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { marketPath } from "../market/market-path.ts";
import type { AccountDetail, Holding } from "../shell/answers.ts";
import { amountText, priceText, quantityText } from "../shell/money-text.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { PnlFigure } from "../shell/pnl-figure.tsx";

function holdingColumns(hrefOf: (symbol: string) => string, base: string): readonly Column<Holding>[] {
  return [
    {
      key: "symbol",
      header: "Instrument",
      value: (row) => row.symbol,
      cell: (row) => (
        <NavLink href={hrefOf(row.symbol)} className="quiet-link font-medium">
          {row.symbol}
        </NavLink>
      ),
    },
    {
      key: "quantity",
      header: "Quantity",
      align: "right",
      value: (row) => unitsToNumber(row.quantity),
      cell: (row) => quantityText(row.quantity),
    },
    {
      key: "price",
      header: "Average price",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.averagePrice),
      cell: (row) => priceText(row.averagePrice),
    },
    {
      key: "market",
      header: "Market price",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.marketPrice),
      cell: (row) => priceText(row.marketPrice),
    },
    {
      key: "value",
      header: "Value",
      unit: base,
      align: "right",
      value: (row) => unitsToNumber(row.marketValue),
      cell: (row) => amountText(row.marketValue),
    },
    {
      key: "cost",
      header: "Cost",
      unit: base,
      align: "right",
      isHidden: true,
      isWide: true,
      value: (row) => unitsToNumber(row.cost),
      cell: (row) => amountText(row.cost),
    },
    {
      key: "unrealised",
      header: "Unrealised",
      unit: base,
      align: "right",
      value: (row) => unitsToNumber(row.unrealised),
      cell: (row) => <PnlFigure money={row.unrealised} isBare />,
    },
    {
      key: "stop",
      header: "Stop",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.stop),
      cell: (row) => priceText(row.stop),
    },
    { key: "lots", header: "Lots", align: "right", isWide: true, value: (row) => row.lots.length },
  ];
}

/** What stops an account, else what its last decision found. */
function whyNothingIsHeld({ idle }: AccountDetail): string | undefined {
  return (idle.find(({ code }) => code !== "NO_CLOSE_YET" && code !== "BEHIND") ?? idle[0])?.words;
}

/** What the account holds, at the last close's prices. */
export function HoldingsTab({ account }: { readonly account: AccountDetail }) {
  const { workspace } = useWorkspace();
  const columns = holdingColumns(
    (symbol) => workspacePath(workspace.key, `${marketPath(account.market.key, symbol)}?account=${account.id}`),
    account.baseCurrency,
  );
  const empty = (
    <EmptyState icon={<Scale aria-hidden="true" />} title="Nothing is held">
      {whyNothingIsHeld(account)}
    </EmptyState>
  );
  return (
    <Panel isFlush>
      <DataTable
        caption={`Holdings of ${account.name}`}
        isMain
        columns={columns}
        rows={account.holdings}
        rowKey={(row) => row.symbol}
        empty={empty}
      />
    </Panel>
  );
}
