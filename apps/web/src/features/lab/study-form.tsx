"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Panel } from "@ballast/ui/primitives/panel";
import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { DatasetView } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { AskProgress } from "./ask-progress.tsx";
import { draftOfAddress } from "./draft-address.ts";
import { faultAt, otherFaults } from "./fault-at.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import { chosenSeries, draftOn, SeriesFields } from "./series-fields.tsx";
import { ParameterFields, StrategyFields } from "./strategy-fields.tsx";
import type { StudyDraft } from "./study-draft.ts";
import { requestOf } from "./study-request.ts";
import { CostFields, FillFields, FoldFields } from "./term-fields.tsx";
import { TextField } from "./text-field.tsx";
import { useStudyCheck } from "./use-study-check.ts";

const KINDS = [
  { value: "backtest", label: "Backtest" },
  { value: "sweep", label: "Sweep" },
  { value: "walk-forward", label: "Walk-forward" },
] as const;

const ABOUT: Readonly<Record<StudyDraft["kind"], string>> = {
  backtest: "One parameter set over the period, with every trade.",
  sweep: "Every set of a grid over the period: 5,10,20 or 5:30:5 in a field gives it several values.",
  "walk-forward": "In each fold the grid is tried on the past, the best set trades the stretch after it.",
};

const SHOWN = [
  ...["title", "timeframeMs", "instruments", "fromMs", "toMs", "strategy", "strategies", "parameters", "grid"],
  ...["profile", "fillModel", "feeBps", "slippageBps", "balance", "folds"],
] as const;

function Group({ title, note, children }: { readonly title: string; readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <Panel title={title} note={note}>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">{children}</div>
    </Panel>
  );
}

/** What to try, on which bars, at what cost; beside it what that comes to. It asks only when nothing is wrong any more. */
export function StudyForm({ datasets }: { readonly datasets: readonly DatasetView[] }) {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  const [typed, setTyped] = useState<StudyDraft>(() => draftOfAddress(address.read));
  const chosen = chosenSeries(typed, datasets);
  const draft = chosen === undefined ? typed : draftOn(typed, chosen);
  const draftCheck = useStudyCheck(draft);
  const ask = useMutation(trpc.lab.request.mutationOptions());
  const change = (part: Partial<StudyDraft>): void => {
    ask.reset();
    setTyped({ ...draft, ...part });
  };
  const { faults, check } = draftCheck;
  const isFit = check !== undefined && faults.size === 0 && !draftCheck.isChecking && right.isAllowed;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isFit) ask.mutate({ workspaceId: workspace.id, written: requestOf(draft) });
  };
  const fields = { draft, faults, onChange: change };
  const grid = faultAt(faults, "grid");
  const others = otherFaults(faults, SHOWN);
  return (
    <form className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_380px]" onSubmit={submit}>
      <div className="flex min-w-0 flex-col gap-3">
        <Group title="What" note={ABOUT[draft.kind]}>
          <div className="flex flex-col gap-1">
            <span className="text-13 font-medium">Kind</span>
            <SegmentedControl
              label="Kind"
              segments={KINDS}
              value={draft.kind}
              onChange={(kind) => change({ kind })}
              className="self-start"
            />
          </div>
          <TextField
            label="Title"
            hint="so that others find it; may be left empty"
            maxLength={120}
            value={draft.title}
            fault={faultAt(faults, "title")}
            onChange={(title) => change({ title })}
          />
        </Group>
        <Group title="Bars">
          <SeriesFields {...fields} datasets={datasets} />
        </Group>
        <Group title="Strategy and limits">
          <StrategyFields {...fields} />
        </Group>
        <Group title="Parameters" note={draft.kind === "backtest" ? "a value each" : "one value, several as 5,10,20, or a range as 5:30:5"}>
          <ParameterFields {...fields} />
          {grid !== undefined && (
            <p role="alert" className="text-12 text-halt sm:col-span-2">
              Grid: {grid}
            </p>
          )}
        </Group>
        {draft.kind === "walk-forward" && (
          <Group title="Folds">
            <FoldFields {...fields} />
          </Group>
        )}
        <Group title="Fills, costs and capital">
          <FillFields {...fields} />
          <CostFields {...fields} />
        </Group>
      </div>
      <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-16 lg:self-start">
        <ForecastPanel draft={draft} draftCheck={draftCheck} />
        <Panel>
          <div className="flex flex-col gap-2">
            {others.map((fault) => (
              <p key={fault} role="alert" className="text-13 text-halt">
                {fault}
              </p>
            ))}
            {ask.error !== null && (
              <p role="alert" className="text-13 text-halt">
                {ask.error.message}
              </p>
            )}
            <p className="min-h-8 text-12 text-ink-muted">
              {right.reason ??
                (faults.size > 0
                  ? `${faults.size} ${faults.size === 1 ? "field is" : "fields are"} to be mended first.`
                  : "Each set is counted as a trial of this dataset, for everyone and for good.")}
            </p>
            <Button tone="primary" type="submit" disabled={!isFit || ask.isPending || ask.data !== undefined}>
              {draft.kind === "backtest" ? "Run backtest" : draft.kind === "sweep" ? "Run sweep" : "Run walk-forward"}
            </Button>
            {ask.data !== undefined && <AskProgress commandId={ask.data.commandId} />}
          </div>
        </Panel>
      </div>
    </form>
  );
}
