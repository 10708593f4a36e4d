"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatPercent } from "@ballast/ui/format/ratio";
import { unitsToNumber } from "@ballast/ui/format/units";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import type { Column } from "@ballast/ui/table/column";
import { useRouter } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { CampaignRow } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { priceText, quantityText } from "../shell/money-text.ts";
import { QueryView } from "../shell/query-view.tsx";
import { campaignState } from "./campaign-words.ts";
import { LifeCycleStrip } from "./life-cycle-strip.tsx";
import { strategyName } from "./strategy-words.ts";
import type { CampaignsQuery } from "./use-campaigns.ts";

const WHOLE_BPS = 10_000;

function ageMs(row: CampaignRow): number | undefined {
  return row.atMs === undefined ? undefined : row.atMs - row.sinceMs;
}

/** How far the price has moved since the campaign's last act. */
function sinceMark(row: CampaignRow): number | undefined {
  const [mark, close] = [unitsToNumber(row.mark), unitsToNumber(row.close)];
  return mark === undefined || close === undefined || mark === 0 ? undefined : close / mark - 1;
}

function outlookText({ outlook }: CampaignRow): string {
  if (outlook === undefined) return "–";
  return `${formatPercent(outlook.reboundBps / WHOLE_BPS)} / ${formatPercent(outlook.continuationBps / WHOLE_BPS)}`;
}

/** How much of the position at its fullest is held. */
function heldShare(row: CampaignRow): number | undefined {
  const [held, full] = [unitsToNumber(row.held), unitsToNumber(row.full)];
  return held === undefined || full === undefined || full === 0 ? undefined : held / full;
}

function sinceActMs(row: CampaignRow): number | undefined {
  return row.atMs === undefined ? undefined : row.atMs - row.actedMs;
}

function StateCell({ state }: { readonly state: string }) {
  const { word, tone, does } = campaignState(state);
  return (
    <span title={does}>
      <Badge tone={tone}>{word}</Badge>
    </span>
  );
}

const COLUMNS: readonly Column<CampaignRow>[] = [
  { key: "symbol", widthChars: 9, header: "Instrument", value: (row) => row.symbol },
  { key: "state", widthChars: 14, header: "State", value: (row) => row.state, cell: (row) => <StateCell state={row.state} /> },
  { key: "account", header: "Account", isWide: true, value: (row) => row.accountName },
  { key: "strategy", header: "Opened by", isWide: true, isFlexible: true, value: (row) => strategyName(row.strategy), cell: (row) => <span title={strategyName(row.strategy)}>{strategyName(row.strategy)}</span> },
  { key: "since", widthChars: 8, header: "On for", align: "right", isWide: true, value: ageMs, cell: (row) => formatDuration(ageMs(row)) },
  { key: "acted", widthChars: 12, header: "Last act", align: "right", value: sinceActMs, cell: (row) => (sinceActMs(row) === undefined ? "–" : `${formatDuration(sinceActMs(row))} ago`) },
  { key: "held", widthChars: 14, header: "Held", align: "right", isWide: true, value: (row) => unitsToNumber(row.held), cell: (row) => quantityText(row.held) },
  { key: "share", widthChars: 8, header: "Of its fullest", align: "right", isWide: true, value: heldShare, cell: (row) => formatPercent(heldShare(row)) },
  { key: "mark", header: "Price then", align: "right", isWide: true, isHidden: true, value: (row) => unitsToNumber(row.mark), cell: (row) => `${priceText(row.mark)} ${row.mark.asset}` },
  { key: "move", widthChars: 9, header: "Price since", align: "right", value: sinceMark, cell: (row) => formatPercent(sinceMark(row), { sign: "always" }) },
  { key: "outlook", widthChars: 19, header: "Signs", unit: "up / down", align: "right", isWide: true, value: (row) => row.outlook?.reboundBps, cell: outlookText },
]; // prettier-ignore

/** Every campaign that is on: where it stands, since when, and what the rules expect. Its place is as high with one row as with ten: rows come and go by themselves. */
export function CampaignTable({ query, rows }: { readonly query: CampaignsQuery; readonly rows: readonly CampaignRow[] | undefined }) {
  const router = useRouter();
  const { workspace } = useWorkspace();
  return (
    <Panel
      title="Campaigns"
      note="Price since: from the last act to the last close. Signs: how many of the rules’ signs speak for a recovery, and how many for a further fall."
      isFlush
    >
      <QueryView
        query={{ data: rows, error: query.error, refetch: query.refetch }}
        what="The campaigns"
        loading={<SkeletonRows count={4} label="Campaigns on their way" />}
      >
        {(all) => (
          <>
            <LifeCycleStrip rows={all} />
            <DataTable
              caption="Campaigns"
              isMain
              className="h-72"
              columns={COLUMNS}
              rows={all}
              rowKey={(row) => `${row.accountId}/${row.symbol}`}
              onOpen={(row) => router.push(workspacePath(workspace.key, `accounts/${row.accountId}`))}
              empty={
                <EmptyState title="No campaign is on">
                  One begins when a governed strategy sees a setup, and ends when its position is gone.
                </EmptyState>
              }
              footer={<MoreRows query={query} words="Show more accounts" />}
            />
          </>
        )}
      </QueryView>
    </Panel>
  );
}
