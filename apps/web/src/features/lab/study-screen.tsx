"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { CircleSlash, TriangleAlert } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { StudyDetail, StudyResultView } from "../shell/answers.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { BacktestResult } from "./backtest-result.tsx";
import { DataPanel } from "./data-panel.tsx";
import { RunningPanel } from "./running-panel.tsx";
import { StudyActions } from "./study-actions.tsx";
import { StudyState } from "./study-state.tsx";
import { datasetText, isAtWork, KIND_WORDS, periodText, studyTitle } from "./study-words.ts";
import { TermsPanel } from "./terms-panel.tsx";
import { trustFacts } from "./trust.ts";
import { TrustStrip } from "./trust-strip.tsx";

const ASK_AGAIN_MS = 1_000;
const loading = () => <Skeleton className="h-200 w-full" />;

/** One study is of one kind: the script of the others stays where it is. */
const SweepResult = dynamic(() => import("./sweep-result.tsx").then((file) => file.SweepResult), { ssr: false, loading });
const WalkForwardResult = dynamic(() => import("./walk-forward-result.tsx").then((file) => file.WalkForwardResult), {
  ssr: false,
  loading,
});

function Result({ study, result }: { readonly study: StudyDetail; readonly result: StudyResultView }) {
  switch (result.kind) {
    case "backtest":
      return <BacktestResult study={study} result={result} />;
    case "sweep":
      return <SweepResult study={study} result={result} />;
    case "walk-forward":
      return <WalkForwardResult study={study} result={result} />;
  }
}

const sentenceOf = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** Why there is no result: what happened, in words, and what to do. */
function WithoutResult({ study }: { readonly study: StudyDetail }) {
  const { failure, cancelled } = study;
  if (failure !== undefined)
    return (
      <Panel>
        <EmptyState
          icon={<TriangleAlert aria-hidden="true" />}
          title="This study failed"
          action={<Copyable text={failure.code} label="failure code" />}
        >
          {sentenceOf(failure.message)} It has no result; run it again once that is mended.
        </EmptyState>
      </Panel>
    );
  if (cancelled !== undefined)
    return (
      <Panel>
        <EmptyState icon={<CircleSlash aria-hidden="true" />} title={`Stopped by ${cancelled.by}`}>
          {formatUtc(cancelled.atMs)} UTC: “{cancelled.reason}”. It had walked {formatCount(study.pointsDone)} of{" "}
          {formatCount(study.pointsTotal)} {study.pointsTotal === 1 ? "set" : "sets"}; they stay counted as trials of its dataset.
        </EmptyState>
      </Panel>
    );
  return (
    <Panel>
      <EmptyState title="This result can’t be shown">It was stored by another release. Run the study again.</EmptyState>
    </Panel>
  );
}

function stateLine(study: StudyDetail): string {
  const took =
    study.startedAtMs === undefined || study.finishedAtMs === undefined
      ? ""
      : `, took ${formatDuration(study.finishedAtMs - study.startedAtMs)}`;
  return `${datasetText(study)}, ${periodText(study)}; asked by ${study.requestedBy} ${formatUtc(study.requestedAtMs).slice(0, 16)} UTC${took}`;
}

function Study({ study }: { readonly study: StudyDetail }) {
  const { result } = study;
  return (
    <>
      <PageHeader
        title={studyTitle(study)}
        isTallOnPhone
        badges={
          <>
            <Badge>{KIND_WORDS[study.kind]}</Badge>
            <StudyState study={study} />
          </>
        }
        state={stateLine(study)}
        action={<StudyActions study={study} />}
      />
      <div className="flex flex-col gap-3">
        {isAtWork(study) ? (
          <RunningPanel study={study} />
        ) : result === undefined ? (
          <WithoutResult study={study} />
        ) : (
          <>
            <TrustStrip facts={trustFacts(study, result)} />
            <Result study={study} result={result} />
          </>
        )}
        <div className="grid gap-3 lg:grid-cols-2 lg:items-start">
          <DataPanel coverage={study.coverage} fromMs={study.fromMs} toMs={study.toMs} />
          <TermsPanel study={study} />
        </div>
      </div>
    </>
  );
}

/** A study: its progress while it runs, why it failed where it did, and when it is done first how far to trust it. */
export function StudyScreen({ studyId }: { readonly studyId: string }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const study = useQuery(
    trpc.lab.byId.queryOptions(
      { workspaceId: workspace.id, studyId },
      { refetchInterval: ({ state: { data } }) => (data !== undefined && isAtWork(data) ? ASK_AGAIN_MS : false) },
    ),
  );
  const waiting = (
    <>
      <PageHeader title="Study" isTallOnPhone />
      <div role="status" aria-label="The study is on its way" className="flex flex-col gap-3">
        <Skeleton className="h-34 w-full" />
        <Skeleton className="h-57 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
    </>
  );
  return (
    <QueryView query={study} what="The study" loading={waiting}>
      {(data) => <Study study={data} />}
    </QueryView>
  );
}
