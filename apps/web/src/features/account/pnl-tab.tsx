"use client";

import { formatPercent } from "@ballast/ui/format/ratio";
import { unitsToNumber } from "@ballast/ui/format/units";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import type { Column } from "@ballast/ui/table/column";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import type { RealisedRow } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { PnlFigure } from "../shell/pnl-figure.tsx";
import { QueryView } from "../shell/query-view.tsx";
import type { InAccount } from "./account-tabs.ts";

/** Wins of all disposals; undefined where there was none. */
const winRate = (row: RealisedRow): number | undefined => (row.disposals === 0 ? undefined : row.wins / row.disposals);

function columnsBy(header: string): readonly Column<RealisedRow>[] {
  return [
    { key: "label", header, value: (row) => row.label, isFlexible: true },
    { key: "disposals", header: "Sales", align: "right", value: (row) => row.disposals },
    { key: "wins", header: "Won", align: "right", value: winRate, cell: (row) => formatPercent(winRate(row)) },
    {
      key: "realised",
      header: "Realised",
      align: "right",
      value: (row) => unitsToNumber(row.realised),
      cell: (row) => <PnlFigure money={row.realised} />,
    },
  ];
}

const BY_INSTRUMENT = columnsBy("Instrument");
const BY_MONTH = columnsBy("Month");

/** Realised gains and losses, net of fees, by instrument and by month. */
export function PnlTab({ of }: { readonly of: InAccount }) {
  const trpc = useTRPC();
  const pnl = useQuery(trpc.account.pnl.queryOptions(of));
  const none = <EmptyState title="Nothing was realised yet">A gain or loss is realised when a lot is sold.</EmptyState>;
  return (
    <QueryView
      query={pnl}
      what="The PnL"
      loading={
        <Panel isFlush>
          <SkeletonRows count={10} label="PnL on its way" />
        </Panel>
      }
    >
      {(data) => (
        <div className="flex flex-col gap-3">
          <p className="text-13 text-ink-muted">
            Realised <PnlFigure money={data.realised} hasArrow /> after fees of {moneyText(data.fees)}.
          </p>
          <Panel title="By instrument" isFlush>
            <DataTable
              caption="PnL by instrument"
              columns={BY_INSTRUMENT}
              rows={data.byInstrument}
              rowKey={(row) => row.label}
              hasToolbar={false}
              empty={none}
            />
          </Panel>
          <Panel title="By month" isFlush>
            <DataTable
              caption="PnL by month"
              columns={BY_MONTH}
              rows={data.byMonth}
              rowKey={(row) => row.label}
              hasToolbar={false}
              empty={none}
            />
          </Panel>
        </div>
      )}
    </QueryView>
  );
}
