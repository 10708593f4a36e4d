"use client";

import { Button } from "@ballast/ui/primitives/button";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FlaskConical, Scale } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { StudyRow } from "../shell/answers.ts";
import { MoreRows } from "../shell/more-rows.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { LabTabs } from "./lab-tabs.tsx";
import { NewStudyButton } from "./new-study-button.tsx";
import { studyColumns } from "./study-columns.tsx";
import { isAtWork, KIND_WORDS, STATE_WORDS } from "./study-words.ts";

const PAGE = 100;
const COMPARED_MAX = 5;
/** Between live updates: what runs moves by itself. */
const ASK_AGAIN_MS = 3_000;

const STATES: readonly StudyRow["state"][] = ["queued", "running", "done", "failed", "cancelled"];
const KINDS: readonly StudyRow["kind"][] = ["backtest", "sweep", "walk-forward"];
const optionsOf = <Value extends string>(all: string, values: readonly Value[], word: (value: Value) => string) => [
  { value: "", label: all },
  ...values.map((value) => ({ value, label: word(value) })),
];

function stateLine(rows: readonly StudyRow[] | undefined): string | undefined {
  if (rows === undefined) return undefined;
  const [running, failed] = [rows.filter(isAtWork).length, rows.filter(({ state }) => state === "failed").length];
  const parts = [
    `${rows.length} ${rows.length === 1 ? "study" : "studies"}`,
    ...(running > 0 ? [`${running} at work`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return rows.length === 0 ? "Nothing was tried yet." : `${parts.join(", ")}.`;
}

/** Every study with what came of it, and beside its ratio what is left of that once all trials are counted. */
export function StudyListScreen() {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const state = STATES.find((one) => one === address.read("state"));
  const kind = KINDS.find((one) => one === address.read("kind"));
  const filter = { ...(state === undefined ? {} : { states: [state] }), ...(kind === undefined ? {} : { kinds: [kind] }) };
  const studies = useInfiniteQuery(
    trpc.lab.list.infiniteQueryOptions(
      { workspaceId: workspace.id, limit: PAGE, ...filter },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: ({ state: { data } }) => (data?.pages.some(({ items }) => items.some(isAtWork)) === true ? ASK_AGAIN_MS : false),
      },
    ),
  );
  const rows = useMemo(() => studies.data?.pages.flatMap(({ items }) => items), [studies.data]);
  const hrefOf = (row: StudyRow): string => workspacePath(workspace.key, `lab/${row.id}`);
  const pick = (id: string): void =>
    setPicked((before) => {
      const after = new Set(before);
      if (!after.delete(id) && after.size < COMPARED_MAX) after.add(id);
      return after;
    });
  const compare = (
    <Button asChild={picked.size > 1} disabled={picked.size < 2} title={`Pick two to ${COMPARED_MAX} studies that are done`}>
      {picked.size > 1 ? (
        <NavLink href={workspacePath(workspace.key, `lab/compare?ids=${[...picked].join(",")}`)}>
          <Scale aria-hidden="true" /> Compare {picked.size}
        </NavLink>
      ) : (
        <>
          <Scale aria-hidden="true" /> Compare
        </>
      )}
    </Button>
  );
  const filters = (
    <>
      <Select
        label="State"
        value={state ?? ""}
        options={optionsOf("All states", STATES, (one) => STATE_WORDS[one].word)}
        onChange={(value) => address.replace({ state: value })}
      />
      <Select
        label="Kind"
        value={kind ?? ""}
        options={optionsOf("All kinds", KINDS, (one) => KIND_WORDS[one])}
        onChange={(value) => address.replace({ kind: value })}
      />
    </>
  );
  return (
    <>
      <PageHeader
        title="Backtests"
        state={stateLine(rows)}
        action={
          <>
            <span className="max-md:hidden">{compare}</span>
            <NewStudyButton />
          </>
        }
      />
      <LabTabs current="studies" />
      <Panel isFlush>
        <QueryView
          query={{ data: rows, error: studies.error, refetch: studies.refetch }}
          what="The studies"
          loading={<SkeletonRows count={8} label="Studies on their way" />}
        >
          {(all) => (
            <DataTable
              caption="Studies"
              isMain
              columns={studyColumns({ hrefOf, picked, onPick: pick })}
              rows={all}
              rowKey={(row) => row.id}
              listKey={`${state ?? ""} ${kind ?? ""}`}
              onOpen={(row) => router.push(hrefOf(row))}
              isStale={studies.isPlaceholderData}
              toolbar={filters}
              empty={
                <EmptyState
                  icon={<FlaskConical aria-hidden="true" />}
                  title={state === undefined && kind === undefined ? "No study yet" : "No study of this kind"}
                  action={<NewStudyButton />}
                >
                  A backtest asks what a strategy would have done over stored bars, decided exactly as it is decided live. Each one is
                  counted, so that the best of many is not taken for more than it is.
                </EmptyState>
              }
              footer={<MoreRows query={studies} />}
            />
          )}
        </QueryView>
      </Panel>
    </>
  );
}
