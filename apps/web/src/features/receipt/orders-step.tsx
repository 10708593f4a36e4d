"use client";

import { UNIT_SPACE } from "@ballast/ui/format/decimal";
import { unitsToNumber } from "@ballast/ui/format/units";
import { Badge } from "@ballast/ui/primitives/badge";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { DataTable } from "@ballast/ui/primitives/data-table";
import type { Column } from "@ballast/ui/table/column";
import { orderState } from "../account/order-words.ts";
import { SideMark } from "../account/side-mark.tsx";
import type { IntentView, ReceiptView } from "../shell/answers.ts";
import { moneyText, priceText } from "../shell/money-text.ts";

const COLUMNS: readonly Column<IntentView>[] = [
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  { key: "side", header: "Side", value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { key: "purpose", header: "Purpose", isWide: true, value: (row) => `${row.purpose}, ${row.kind}` },
  {
    key: "quantity",
    header: "Quantity",
    align: "right",
    value: (row) => unitsToNumber(row.quantity),
    cell: (row) => moneyText(row.quantity),
  },
  {
    key: "stop",
    header: "Stop below fill",
    align: "right",
    isWide: true,
    value: (row) => unitsToNumber(row.stopOffset),
    cell: (row) => (row.stopOffset === undefined ? "–" : `${priceText(row.stopOffset)}${UNIT_SPACE}${row.stopOffset.asset}`),
  },
  {
    key: "state",
    header: "Became",
    value: (row) => row.state,
    cell: (row) => <Badge tone={orderState(row.state).tone}>{orderState(row.state).word}</Badge>,
  },
  {
    key: "id",
    header: "Order id",
    isWide: true,
    isSortable: false,
    value: (row) => row.orderId,
    cell: (row) => <Copyable text={row.orderId} label="order id" isShortened />,
  },
];

/** The orders that this decision committed before anything was sent, and how they ended. */
export function OrdersStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { intentList, cancels } = receipt;
  if (intentList.length === 0 && cancels.length === 0) return <p className="text-13 text-ink-muted">No order was sent.</p>;
  return (
    <div className="flex flex-col gap-2">
      {intentList.length > 0 && (
        <div className="overflow-hidden rounded border border-line bg-surface">
          <DataTable
            caption="Orders of this decision"
            columns={COLUMNS}
            rows={intentList}
            rowKey={(row) => row.orderId}
            hasToolbar={false}
          />
        </div>
      )}
      {cancels.length > 0 && (
        <p className="flex flex-wrap items-center gap-1 text-13">
          Cancelled {cancels.length} resting order{cancels.length === 1 ? "" : "s"}:
          {cancels.map((id) => (
            <Copyable key={id} text={id} label="order id" isShortened />
          ))}
        </p>
      )}
    </div>
  );
}
