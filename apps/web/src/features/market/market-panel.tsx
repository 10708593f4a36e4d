"use client";

import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Delta } from "@ballast/ui/primitives/delta";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { LiveValue } from "@ballast/ui/primitives/live-value";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import { useRouter } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { MarketInstrument, MarketView } from "../shell/answers.ts";
import { rateText } from "../shell/clock-words.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { marketPath } from "./market-path.ts";
import { priceDecimals } from "./price-decimals.ts";

function priceFigure(price: number | undefined): string {
  return formatFigure(price, price === undefined ? 2 : priceDecimals([price]));
}

function instrumentColumns(hrefOf: (symbol: string) => string): readonly Column<MarketInstrument>[] {
  return [
    {
      key: "symbol",
      header: "Instrument",
      isFlexible: true,
      value: (row) => row.symbol,
      cell: (row) => (
        <NavLink href={hrefOf(row.symbol)} className="quiet-link font-medium">
          {row.symbol}
        </NavLink>
      ),
    },
    {
      key: "status",
      header: "Status",
      isWide: true,
      value: (row) => row.status,
      cell: (row) => <Badge tone={row.status === "online" ? "neutral" : "warn"}>{row.status.replaceAll("_", " ")}</Badge>,
    },
    {
      key: "last",
      header: "Last close",
      align: "right",
      value: (row) => row.lastPrice,
      cell: (row) => <LiveValue value={row.lastPrice}>{priceFigure(row.lastPrice)}</LiveValue>,
    },
    {
      key: "change",
      header: "24 h",
      align: "right",
      value: (row) => row.change24h,
      cell: (row) => <Delta amount={row.change24h?.toFixed(8)} text={formatPercent(row.change24h, { sign: "always" })} hasArrow />,
    },
    { key: "holders", header: "Held by", unit: "accounts", align: "right", isWide: true, value: (row) => row.holders },
  ];
}

/** An archive without bars shows how they come in. */
function NoBars() {
  return (
    <EmptyState title="No instrument has a bar yet">
      Import some with <code className="font-mono text-12">npx ballast import --file bars.csv --instrument BTC/USD --timeframe 1h</code>
    </EmptyState>
  );
}

/** One market: its clock, and its instruments with their last close. */
export function MarketPanel({ market }: { readonly market: MarketView }) {
  const router = useRouter();
  const { workspace } = useWorkspace();
  const hrefOf = (symbol: string): string => workspacePath(workspace.key, marketPath(market.key, symbol));
  const rate = rateText(market);
  const close = market.lastCloseMs > 0 ? `last close ${formatUtc(market.lastCloseMs)}` : "no close yet";
  const note = `${formatTimeframe(market.timeframeMs)} bars, ${close}${rate === undefined ? "" : `, ${rate}`}`;
  return (
    <Panel title={market.name} note={note} actions={market.isSynthetic ? <ModeBadge mode="synthetic" /> : undefined} isFlush>
      <DataTable
        caption={`Instruments of ${market.name}`}
        columns={instrumentColumns(hrefOf)}
        rows={market.instruments}
        rowKey={(row) => row.symbol}
        onOpen={(row) => router.push(hrefOf(row.symbol))}
        hasToolbar={market.instruments.length > 0}
        empty={<NoBars />}
      />
    </Panel>
  );
}
