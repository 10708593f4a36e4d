"use client";

import { formatCount } from "@ballast/ui/format/ratio";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import type { ReportView, StudyDetail } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { isPessimistic, tradeColumns } from "./trade-columns.tsx";

/** The candles come with the first trade that is opened, in the room that they will take. */
const TradePanel = dynamic(() => import("./trade-panel.tsx").then((file) => file.TradePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-91 w-full" />,
});

/** Every round trip; the one that is opened stands above the list with its candles, at an address of its own. */
export function TradeTable({ study, report }: { readonly study: StudyDetail; readonly report: ReportView }) {
  const address = useAddress();
  const { trades, currency } = report;
  const columns = useMemo(() => tradeColumns(currency), [currency]);
  const opened = trades.find(({ n }) => String(n) === address.read("trade"));
  const stops = trades.filter(isPessimistic).length;
  const note = `${formatCount(trades.length)} closed, ${formatCount(stops)} by a stop that was filled pessimistically; open one to see its candles`;
  return (
    <Panel title="Trades" note={note} isFlush>
      {opened !== undefined && <TradePanel study={study} trade={opened} currency={currency} />}
      <DataTable
        caption="Trades"
        isMain
        columns={columns}
        rows={trades}
        rowKey={(row) => String(row.n)}
        {...(opened === undefined ? {} : { selectedKey: String(opened.n) })}
        onOpen={(row) => address.push({ trade: opened?.n === row.n ? undefined : String(row.n) })}
        empty={<EmptyState title="No trade was closed">The strategy bought nothing in this period, or was refused each time.</EmptyState>}
        className="max-h-160"
      />
    </Panel>
  );
}
