"use client";

import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatUtcDate } from "@ballast/ui/format/time";
import { Button } from "@ballast/ui/primitives/button";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState, type SyntheticEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CommandProgress } from "../account/command-progress.tsx";
import type { DatasetView } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { TextField } from "./text-field.tsx";

const REASON_MIN = 3;

function optionsOf(datasets: readonly DatasetView[]) {
  return datasets.flatMap(({ source, timeframeMs, series }) =>
    series.map((one) => ({
      ...one,
      source,
      timeframeMs,
      value: `${source} ${timeframeMs} ${one.symbol}`,
      label: `${source} ${one.symbol} ${formatTimeframe(timeframeMs)}`,
    })),
  );
}

/** Keeps the end of a series from every study, until somebody opens it for good. */
export function DeclareHoldoutDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const formId = useId();
  const { workspace } = useWorkspace();
  const [draft, setDraft] = useState({ series: "", from: "", reason: "" });
  const datasets = useQuery(trpc.lab.datasets.queryOptions({ workspaceId: workspace.id }));
  const declare = useMutation(trpc.lab.declareHoldout.mutationOptions());
  const options = optionsOf(datasets.data ?? []);
  const series = options.find(({ value }) => value === draft.series) ?? options[0];
  const fromMs = Date.parse(`${draft.from}T00:00:00Z`);
  const isFit = series !== undefined && Number.isFinite(fromMs) && draft.reason.trim().length >= REASON_MIN;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isFit) return;
    const { source, symbol, timeframeMs } = series;
    declare.mutate({ workspaceId: workspace.id, source, instruments: [symbol], timeframeMs, fromMs, reason: draft.reason });
  };
  const commandId = declare.data?.commandId;
  const footer =
    commandId === undefined ? (
      <>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="primary" type="submit" form={formId} disabled={!isFit || declare.isPending}>
          Keep unseen
        </Button>
      </>
    ) : (
      <Button onClick={onClose}>Close</Button>
    );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Keep a stretch unseen"
      description="No study may look at these bars from the day on, until somebody opens them, once. It is refused where a study has looked already."
      footer={footer}
    >
      {commandId !== undefined ? (
        <CommandProgress commandId={commandId} doneText="It is kept unseen from now on." />
      ) : (
        <form id={formId} className="flex flex-col gap-3" onSubmit={submit}>
          <QueryView query={datasets} what="The datasets" loading={<Skeleton className="h-40 w-full" />}>
            {() => (
              <Field
                label="Series"
                hint={
                  series === undefined
                    ? "No bars are stored."
                    : `stored from ${formatUtcDate(series.fromMs)} to ${formatUtcDate(series.toMs - 1)}`
                }
              >
                {(id) => (
                  <Select
                    id={id}
                    label="Series"
                    className="*:h-8"
                    value={series?.value ?? ""}
                    options={options}
                    onChange={(value) => setDraft({ ...draft, series: value })}
                  />
                )}
              </Field>
            )}
          </QueryView>
          <TextField
            label="Unseen from"
            type="date"
            hint="UTC; everything from this day on, whatever is imported later"
            fault={undefined}
            value={draft.from}
            onChange={(from) => setDraft({ ...draft, from })}
          />
          <TextField
            label="Reason"
            hint="stands in the audit log"
            fault={undefined}
            maxLength={500}
            value={draft.reason}
            onChange={(reason) => setDraft({ ...draft, reason })}
          />
          {declare.error !== null && (
            <p role="alert" className="text-13 text-halt">
              {declare.error.message}
            </p>
          )}
        </form>
      )}
    </Dialog>
  );
}
