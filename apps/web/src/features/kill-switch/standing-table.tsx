"use client";

import { unitsToNumber } from "@ballast/ui/format/units";
import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import type { Column } from "@ballast/ui/table/column";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { LadderScale } from "../risk/ladder-scale.tsx";
import { bpsText, nextRungText } from "../risk/ladder-words.ts";
import type { AccountStanding } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { moneyText } from "../shell/money-text.ts";
import { QueryView } from "../shell/query-view.tsx";

const PAGE = 50;

function rungBadge({ ladder }: AccountStanding): { readonly word: string; readonly tone: BadgeTone } {
  if (ladder === undefined) return { word: "not begun", tone: "neutral" };
  if (ladder.haltedBy !== undefined)
    return { word: ladder.haltedBy === "drawdown" ? "halted: drawdown" : "halted: daily loss", tone: "halt" };
  if (ladder.limits === undefined) return { word: "no ladder", tone: "neutral" };
  return ladder.rung === 0 ? { word: "no rung", tone: "good" } : { word: `rung ${ladder.rung}`, tone: "warn" };
}

function ofLimit(bps: number | undefined, limitBps: number | undefined): string {
  if (bps === undefined) return "–";
  return limitBps === undefined ? bpsText(bps) : `${bpsText(bps)} of ${bpsText(limitBps)}`;
}

const lossOf = (row: AccountStanding): number | undefined => (row.ladder === undefined ? undefined : Math.max(0, row.ladder.dayLossBps));

const COLUMNS: readonly Column<AccountStanding>[] = [
  { key: "account", header: "Account", value: (row) => row.accountName },
  { key: "rung", header: "Rung", value: (row) => row.ladder?.rung, cell: (row) => <Badge tone={rungBadge(row).tone}>{rungBadge(row).word}</Badge> },
  { key: "scale", header: "On the way to the halt", isWide: true, isFlexible: true, isSortable: false, value: (row) => row.ladder?.drawdownBps, cell: (row) => (row.ladder === undefined ? "–" : <LadderScale ladder={row.ladder} />) },
  { key: "drawdown", header: "Drawdown", align: "right", value: (row) => row.ladder?.drawdownBps, cell: (row) => ofLimit(row.ladder?.drawdownBps, row.ladder?.limits?.drawdownBpsMax) },
  { key: "next", header: "Next", isWide: true, value: (row) => (row.ladder === undefined ? undefined : nextRungText(row.ladder)) },
  { key: "day", header: "Lost today", align: "right", isWide: true, value: lossOf, cell: (row) => ofLimit(lossOf(row), row.ladder?.limits?.dailyLossBpsMax) },
  { key: "mark", header: "High-water mark", align: "right", isWide: true, isHidden: true, value: (row) => unitsToNumber(row.ladder?.highWater), cell: (row) => moneyText(row.ladder?.highWater) },
  { key: "equity", header: "Equity", align: "right", isWide: true, value: (row) => unitsToNumber(row.ladder?.equity), cell: (row) => moneyText(row.ladder?.equity) },
  { key: "profile", header: "Profile", isWide: true, isHidden: true, value: (row) => `${row.profile.key}, version ${row.profile.version}` },
]; // prettier-ignore

/** How far each account is from its next limit. */
export function StandingTable() {
  const trpc = useTRPC();
  const router = useRouter();
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.halt.standings.infiniteQueryOptions({ workspaceId: workspace.id, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  return (
    <Panel title="Where accounts stand" note="Drawdown from the high-water mark, and the UTC day" isFlush>
      <QueryView
        query={{ data: rows, error: query.error, refetch: query.refetch }}
        what="The standings"
        loading={<SkeletonRows count={4} label="Standings on their way" />}
      >
        {(all) => (
          <DataTable
            caption="Where accounts stand"
            columns={COLUMNS}
            rows={all}
            rowKey={(row) => row.accountId}
            onOpen={(row) => router.push(workspacePath(workspace.key, `accounts/${row.accountId}`))}
            empty={<EmptyState title="No account yet">Each stands here with its drawdown once it has begun.</EmptyState>}
            footer={<MoreRows query={query} words="Show more accounts" />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
