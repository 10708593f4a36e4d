"use client";

import { fillWords } from "@ballast/core/decision/exit-words";
import { formatUtc } from "@ballast/ui/format/time";
import { unitsToNumber } from "@ballast/ui/format/units";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import type { Money } from "../../server/contract/money.ts";
import type { FillRow } from "../shell/answers.ts";
import { amountText, moneyText, priceText, quantityText } from "../shell/money-text.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { QueryView } from "../shell/query-view.tsx";
import type { InAccount } from "./account-tabs.ts";
import { SideMark } from "./side-mark.tsx";
import { slippageText } from "./slippage.ts";

const PAGE = 100;

/** The asset of every row; undefined where they differ, and then each amount names its own. */
function commonAsset(amounts: readonly Money[]): string | undefined {
  const assets = new Set(amounts.map(({ asset }) => asset));
  const [first] = assets;
  return assets.size === 1 ? first : undefined;
}

/** A column of amounts of money, which its header names where it can. */
function amountColumn(of: {
  readonly key: "notional" | "fee";
  readonly header: string;
  readonly rows: readonly FillRow[];
}): Column<FillRow> {
  const asset = commonAsset(of.rows.map((row) => row[of.key]));
  const text = asset === undefined ? moneyText : amountText;
  return {
    key: of.key,
    header: of.header,
    ...(asset === undefined ? {} : { unit: asset }),
    align: "right",
    isWide: true,
    isHidden: of.key === "notional",
    value: (row) => unitsToNumber(row[of.key]),
    cell: (row) => text(row[of.key]),
  };
}

const fillColumns = (rows: readonly FillRow[]): readonly Column<FillRow>[] => [
  { key: "at", header: "Filled", unit: "UTC", value: (row) => formatUtc(row.atMs), cell: (row) => <Timestamp atMs={row.atMs} /> },
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  { key: "side", header: "Side", value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  {
    key: "quantity",
    header: "Quantity",
    align: "right",
    value: (row) => unitsToNumber(row.quantity),
    cell: (row) => quantityText(row.quantity),
  },
  { key: "price", header: "Price", align: "right", value: (row) => unitsToNumber(row.price), cell: (row) => priceText(row.price) },
  {
    key: "slippage",
    header: "Slippage",
    align: "right",
    isWide: true,
    value: (row) => slippageText(row),
    cell: (row) => <span title={`Against ${priceText(row.referencePrice)}`}>{slippageText(row)}</span>,
  },
  amountColumn({ key: "notional", header: "Notional", rows }),
  amountColumn({ key: "fee", header: "Fee", rows }),
  {
    key: "why",
    header: "Because of",
    isWide: true,
    isFlexible: true,
    value: (row) => fillWords(row.why, row.reason),
    cell: (row) => <span title={`${fillWords(row.why, row.reason)} (${row.reason})`}>{fillWords(row.why, row.reason)}</span>,
  },
  { key: "order", header: "Order id", isHidden: true, isWide: true, value: (row) => row.orderId },
];

/** What the venue did, newest first, with what it cost against the price that was asked of. */
export function FillsTab({ of }: { readonly of: InAccount }) {
  const trpc = useTRPC();
  const fills = useInfiniteQuery(
    trpc.account.fills.infiniteQueryOptions({ ...of, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = useMemo(() => fills.data?.pages.flatMap((page) => page.items), [fills.data]);
  return (
    <Panel isFlush>
      <QueryView
        query={{ data: rows, error: fills.error, refetch: fills.refetch }}
        what="The fills"
        loading={<SkeletonRows count={10} label="Fills on their way" />}
      >
        {(all) => (
          <DataTable
            caption="Fills"
            isMain
            columns={fillColumns(all)}
            rows={all}
            rowKey={(row) => String(row.fillSeq)}
            empty={<EmptyState title="Nothing was filled yet">The first fill comes with the first order.</EmptyState>}
            footer={<MoreRows query={fills} />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
