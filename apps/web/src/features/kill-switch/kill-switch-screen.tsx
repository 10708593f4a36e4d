"use client";

import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { HaltMenu } from "../shell/halt-menu.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useIsDrawn } from "../shell/use-is-drawn.ts";
import { DrillPanel } from "./drill-panel.tsx";
import { HistoryTable } from "./history-table.tsx";
import { InForceList } from "./in-force-list.tsx";
import { ReachPanel } from "./reach-panel.tsx";
import { StandingTable } from "./standing-table.tsx";

const PAGE = 100;

function stateWords(inForce: number | undefined): string | undefined {
  if (inForce === undefined) return undefined;
  if (inForce === 0) return "Nothing is halted.";
  return inForce === 1 ? "One kill switch is in force." : `${inForce} kill switches are in force.`;
}

/** What is halted and why, how far each account is from halting itself, and whether a halt would hold. */
export function KillSwitchScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.halt.list.infiniteQueryOptions({ workspaceId: workspace.id, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const halts = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const inForce = useMemo(() => halts?.filter(({ released }) => released === undefined), [halts]);
  const released = useMemo(() => halts?.filter((halt) => halt.released !== undefined) ?? [], [halts]);
  const isDrawn = useIsDrawn();
  return (
    <>
      <PageHeader
        title="Kill switch"
        state={stateWords(inForce?.length)}
        action={<HaltMenu target={{ scope: "workspace" }} targetName={workspace.name} />}
      />
      {isDrawn ? null : <SkeletonRows count={8} label="Kill switches on their way" />}
      <div className={isDrawn ? "flex flex-col gap-3" : "invisible flex flex-col gap-3"}>
        <QueryView
          query={{ data: inForce, error: query.error, refetch: query.refetch }}
          what="The kill switches"
          loading={<SkeletonRows count={3} label="Kill switches on their way" />}
        >
          {(all) => <InForceList halts={all} />}
        </QueryView>
        <ReachPanel />
        <StandingTable />
        <DrillPanel />
        <HistoryTable halts={released} query={query} />
      </div>
    </>
  );
}
