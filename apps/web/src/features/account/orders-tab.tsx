"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { unitsToNumber } from "@ballast/ui/format/units";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { reasonWords } from "../decisions/reason-words.ts";
import type { OrderRow } from "../shell/answers.ts";
import { priceText, quantityText } from "../shell/money-text.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import type { InAccount } from "./account-tabs.ts";
import { orderState } from "./order-words.ts";
import { SideMark } from "./side-mark.tsx";

const PAGE = 100;
const FILTERS = [
  { value: "all", label: "All" },
  { value: "open", label: "Open" },
  { value: "final", label: "Final" },
] as const;
type Filter = (typeof FILTERS)[number]["value"];

const COLUMNS: readonly Column<OrderRow>[] = [
  {
    key: "created",
    header: "Created",
    unit: "UTC",
    value: (row) => formatUtc(row.createdMs),
    cell: (row) => <Timestamp atMs={row.createdMs} />,
  },
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  { key: "side", header: "Side", value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { key: "kind", header: "Kind", isHidden: true, isWide: true, value: (row) => row.kind },
  { key: "purpose", header: "Purpose", isHidden: true, isWide: true, value: (row) => row.purpose },
  {
    key: "state",
    header: "State",
    value: (row) => row.state,
    cell: (row) => <Badge tone={orderState(row.state).tone}>{orderState(row.state).word}</Badge>,
  },
  {
    key: "quantity",
    header: "Quantity",
    align: "right",
    isWide: true,
    value: (row) => unitsToNumber(row.quantity),
    cell: (row) => quantityText(row.quantity),
  },
  {
    key: "filled",
    header: "Filled",
    align: "right",
    isHidden: true,
    isWide: true,
    value: (row) => unitsToNumber(row.filled),
    cell: (row) => quantityText(row.filled),
  },
  {
    key: "trigger",
    header: "Trigger",
    align: "right",
    isWide: true,
    value: (row) => unitsToNumber(row.trigger),
    cell: (row) => priceText(row.trigger),
  },
  {
    key: "reason",
    header: "Because of",
    isWide: true,
    isFlexible: true,
    value: (row) => row.reason,
    cell: (row) => <span title={row.reason}>{row.reason === "" ? "–" : reasonWords(row.reason)}</span>,
  },
  { key: "updated", header: "Last change", unit: "UTC", isHidden: true, isWide: true, value: (row) => formatUtc(row.updatedMs) },
  { key: "id", header: "Order id", isHidden: true, isWide: true, value: (row) => row.id },
];

/** Every order of the account, newest first, with what became of it. */
export function OrdersTab({ of }: { readonly of: InAccount }) {
  const trpc = useTRPC();
  const address = useAddress();
  const filter: Filter = FILTERS.find((one) => one.value === address.read("state"))?.value ?? "all";
  const orders = useInfiniteQuery(
    trpc.account.orders.infiniteQueryOptions(
      { ...of, state: filter, limit: PAGE },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = useMemo(() => orders.data?.pages.flatMap((page) => page.items), [orders.data]);
  return (
    <Panel isFlush>
      <QueryView
        query={{ data: rows, error: orders.error, refetch: orders.refetch }}
        what="The orders"
        loading={<SkeletonRows count={10} label="Orders on their way" />}
      >
        {(all) => (
          <DataTable
            caption="Orders"
            isMain
            columns={COLUMNS}
            rows={all}
            rowKey={(row) => row.id}
            listKey={filter}
            isStale={orders.isPlaceholderData}
            toolbar={
              <SegmentedControl
                label="State of the orders"
                segments={FILTERS}
                value={filter}
                onChange={(value) => address.replace({ state: value === "all" ? undefined : value })}
              />
            }
            empty={
              <EmptyState title={filter === "open" ? "No open order" : "No order yet"}>
                An order appears here the moment it is decided, before it is sent.
              </EmptyState>
            }
            footer={<MoreRows query={orders} />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
