"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { HaltVerb } from "../../server/contract/halt.ts";
import type { HaltDrill } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { QueryView } from "../shell/query-view.tsx";

const PAGE = 10;
const UNDER_WAY_MS = 1_000;
const VERBS: Record<HaltVerb, string> = {
  flatten: "Flatten",
  cancel: "Cancel entries",
  reduce_only: "Reduce only",
  block_entries: "Block entries",
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function foundText({ scope, finished, accounts, results }: HaltDrill): string {
  if (finished === undefined) return "Under way.";
  if (accounts === 0) return "It would have reached no running account.";
  const sum = (of: (result: HaltDrill["results"][number]) => number): number => results.reduce((total, result) => total + of(result), 0);
  const failed = results.filter(({ outcome, blocksEntries }) => outcome === "failed" || !blocksEntries);
  const [first] = failed;
  if (first !== undefined)
    return `Would not have held in ${plural(failed.length, "account")}: ${first.accountName}, ${first.failure ?? "entries were not blocked"}.`;
  if (scope === "model")
    return `Would have held in ${plural(accounts, "account")}: what it decides is refused, nothing is cancelled or sold.`;
  return `Would have held in ${plural(accounts, "account")}: ${plural(
    sum(({ cancels }) => cancels),
    "order",
  )} cancelled, ${plural(
    sum(({ sales }) => sales),
    "position",
  )} sold, entries blocked.`;
}

function subjectText({ scope, subjectName }: HaltDrill): string {
  if (scope === "all") return "the whole installation";
  return scope === "model" ? `model ${subjectName}` : subjectName;
}

function DrillLine({ drill }: { readonly drill: HaltDrill }) {
  const { finished, verb } = drill;
  const tone = finished === undefined ? "neutral" : finished.outcome === "passed" ? "good" : "halt";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-3 py-2 text-13 last:border-b-0">
      <Badge tone={tone}>{finished?.outcome ?? "under way"}</Badge>
      <span className="font-medium">
        {VERBS[verb]}, {subjectText(drill)}
      </span>
      <span className="min-w-0 text-ink-muted max-sm:basis-full sm:flex-1">{foundText(drill)}</span>
      <span className="text-12 text-ink-muted">
        <Timestamp atMs={drill.askedMs} />, {drill.askedBy}
      </span>
    </li>
  );
}

/** What drills found: halts that were exercised and not meant. */
export function DrillPanel() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.halt.drills.infiniteQueryOptions(
      { workspaceId: workspace.id, limit: PAGE },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: ({ state }) =>
          state.data?.pages[0]?.items.some(({ finished }) => finished === undefined) === true ? UNDER_WAY_MS : false,
      },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  return (
    <Panel title="Drills" note="Nothing was blocked, cancelled or sold" isFlush>
      <QueryView
        query={{ data: rows, error: query.error, refetch: query.refetch }}
        what="The drills"
        loading={<SkeletonRows count={2} label="Drills on their way" />}
      >
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="Never drilled">A drill shows that a halt would hold in every account, before one is needed.</EmptyState>
          ) : (
            <>
              <ul>
                {all.map((one) => (
                  <DrillLine key={one.id} drill={one} />
                ))}
              </ul>
              <MoreRows query={query} />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
