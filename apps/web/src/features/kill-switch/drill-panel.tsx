"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { useMemo, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { HaltVerb } from "../../server/contract/halt.ts";
import type { HaltDrill } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { QueryView } from "../shell/query-view.tsx";

const PAGE = 10;
const UNDER_WAY_MS = 1_000;
const REASON = "A drill from the console";
const VERBS: readonly { readonly value: HaltVerb; readonly label: string }[] = [
  { value: "flatten", label: "Flatten" },
  { value: "cancel", label: "Cancel entries" },
  { value: "reduce_only", label: "Reduce only" },
  { value: "block_entries", label: "Block entries" },
];

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function foundText({ finished, accounts, results }: HaltDrill): string {
  if (finished === undefined) return "Under way.";
  if (accounts === 0) return "It would have reached no running account.";
  const sum = (of: (result: HaltDrill["results"][number]) => number): number => results.reduce((total, result) => total + of(result), 0);
  const failed = results.filter(({ outcome, blocksEntries }) => outcome === "failed" || !blocksEntries);
  const [first] = failed;
  if (first !== undefined)
    return `Would not have held in ${plural(failed.length, "account")}: ${first.accountName}, ${first.failure ?? "entries were not blocked"}.`;
  return `Would have held in ${plural(accounts, "account")}: ${plural(
    sum(({ cancels }) => cancels),
    "order",
  )} cancelled, ${plural(
    sum(({ sales }) => sales),
    "position",
  )} sold, entries blocked.`;
}

function DrillLine({ drill }: { readonly drill: HaltDrill }) {
  const { finished, verb, subjectName } = drill;
  const tone = finished === undefined ? "neutral" : finished.outcome === "passed" ? "good" : "halt";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-3 py-2 text-13 last:border-b-0">
      <Badge tone={tone}>{finished?.outcome ?? "under way"}</Badge>
      <span className="font-medium">
        {VERBS.find(({ value }) => value === verb)?.label ?? verb}, {subjectName}
      </span>
      <span className="min-w-0 flex-1 text-ink-muted">{foundText(drill)}</span>
      <span className="text-12 text-ink-muted">
        <Timestamp atMs={drill.askedMs} />, {drill.askedBy}
      </span>
    </li>
  );
}

/** Exercises a halt without meaning it, and what earlier drills found. */
export function DrillPanel() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const right = useRight("halt.set");
  const [verb, setVerb] = useState<HaltVerb>("flatten");
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
  const drill = useMutation(trpc.halt.drill.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries() }));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const actions = right.isAllowed && (
    <>
      <Select
        label="What is drilled"
        value={verb}
        options={VERBS}
        onChange={(value) => setVerb(VERBS.find((one) => one.value === value)?.value ?? "flatten")}
      />
      <Button
        size="dense"
        disabled={drill.isPending}
        title="Decides the halt in every account and commits nothing"
        onClick={() => drill.mutate({ workspaceId: workspace.id, target: { scope: "workspace" }, verb, reason: REASON })}
      >
        <Siren aria-hidden="true" />
        Drill
      </Button>
    </>
  );
  return (
    <Panel title="Drills" note="The whole workspace; nothing is blocked, cancelled or sold" actions={actions} isFlush>
      {drill.isError && (
        <p role="alert" className="px-3 pt-2 text-13 text-halt">
          {drill.error.message}
        </p>
      )}
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
