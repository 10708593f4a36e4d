"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { unitsToNumber } from "@ballast/ui/format/units";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { Holding, Lot } from "../shell/answers.ts";
import { amountText, priceText, quantityText } from "../shell/money-text.ts";
import { PnlFigure } from "../shell/pnl-figure.tsx";

type LotOf = Lot & { readonly symbol: string };

function lotColumns(base: string): readonly Column<LotOf>[] {
  return [
    { key: "symbol", header: "Instrument", value: (row) => row.symbol },
    { key: "n", header: "Lot", align: "right", value: (row) => row.n },
    {
      key: "opened",
      header: "Opened",
      unit: "UTC",
      value: (row) => formatUtc(row.openedMs),
      cell: (row) => <Timestamp atMs={row.openedMs} />,
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
      header: "Price",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.price),
      cell: (row) => priceText(row.price),
    },
    {
      key: "cost",
      header: "Cost",
      unit: base,
      align: "right",
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
  ];
}

/** The lots in the order they will be sold: first in, first out. */
export function LotTable({ holdings, base }: { readonly holdings: readonly Holding[]; readonly base: string }) {
  const lots = holdings.flatMap((holding) => holding.lots.map((lot) => ({ ...lot, symbol: holding.symbol })));
  return (
    <Panel title="Lots" note="Sold first in, first out; cost with its fee" isFlush>
      <DataTable
        caption="Lots"
        columns={lotColumns(base)}
        rows={lots}
        rowKey={(row) => `${row.symbol}/${row.n}`}
        empty={<EmptyState title="No lot is open">Each entry fill opens one, with what it cost.</EmptyState>}
      />
    </Panel>
  );
}
