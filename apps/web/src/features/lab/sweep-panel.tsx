"use client";

import { ChartFrame } from "@ballast/ui/charts/chart-frame";
import { HeatMap } from "@ballast/ui/charts/heat-map";
import { formatCount } from "@ballast/ui/format/ratio";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import type { Column } from "@ballast/ui/table/column";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { FactRows } from "./fact-rows.tsx";
import { FIGURES, figureOf, figureText } from "./figure-words.ts";
import { parameterName } from "./parameter-words.ts";
import { RunSetButton } from "./run-set-button.tsx";
import type { StudyDetail } from "../shell/answers.ts";
import { bestIndex, rowsOfSweep, type SweepPoints, type SweepRow } from "./sweep-rows.ts";

const SWEEP_HEIGHT = "h-110";

function columnsOf(names: readonly string[]): readonly Column<SweepRow>[] {
  return [
    ...names.map((name): Column<SweepRow> => ({
      key: name,
      header: parameterName(name),
      align: "right",
      value: (row) => row.parameters[name],
    })),
    ...FIGURES.map(({ name, label, form }): Column<SweepRow> => ({
      key: name,
      header: label,
      align: "right",
      value: (row) => row.metrics[name] ?? undefined,
      cell: (row) => figureText(row.metrics[name], form),
    })),
  ];
}

type PointFactsProps = { readonly study: StudyDetail; readonly points: SweepPoints; readonly index: number };

/** The numbers of the set that is picked. */
function PointFacts({ study, points, index }: PointFactsProps) {
  const parameters = Object.fromEntries(Object.entries(points.parameters).map(([name, values]) => [name, values[index] ?? Number.NaN]));
  const words = Object.entries(parameters).map(([name, value]) => `${parameterName(name)} ${value}`);
  return (
    <Panel title={words.join(", ")} note="the set that is picked">
      <FactRows
        rows={FIGURES.map(({ name, label, form, undefinedBecause }) => {
          const value = points.metrics[name]?.[index] ?? null;
          return { label, value: figureText(value, form), note: value === null ? undefinedBecause : undefined };
        })}
      />
      <div className="mt-3">
        <RunSetButton study={study} parameters={parameters} />
      </div>
    </Panel>
  );
}

function Map({ study, points }: { readonly study: StudyDetail; readonly points: SweepPoints }) {
  const address = useAddress();
  const names = Object.keys(points.parameters);
  const rows = useMemo(() => rowsOfSweep(points), [points]);
  const columns = useMemo(() => columnsOf(Object.keys(points.parameters)), [points]);
  const x = names.find((name) => name === address.read("x")) ?? names[0] ?? "";
  const y = names.find((name) => name === address.read("y") && name !== x) ?? names.find((name) => name !== x) ?? x;
  const terms = FIGURES.find(({ name }) => name === address.read("metric")) ?? figureOf("sharpe");
  if (terms === undefined || rows.length === 0) return <EmptyState title="No set was walked yet" />;
  const isLowerBetter = terms.isLowerBetter === true;
  const best = bestIndex(points, { metric: terms.name, isLowerBetter });
  const asked = Number(address.read("point") ?? Number.NaN);
  const picked = Number.isInteger(asked) && asked < rows.length ? asked : best;
  const axisOptions = names.map((value) => ({ value, label: parameterName(value) }));
  const hidden = names.filter((name) => name !== x && name !== y);
  const actions = (
    <>
      <Select
        label="Figure"
        value={terms.name}
        options={FIGURES.map(({ name, label }) => ({ value: name, label }))}
        onChange={(metric) => address.replace({ metric, point: undefined })}
      />
      {names.length > 1 && (
        <Select
          label="Across"
          value={x}
          options={axisOptions}
          onChange={(value) => address.replace({ x: value, y: value === y ? x : y })}
        />
      )}
      {names.length > 1 && (
        <Select
          label="Down"
          value={y}
          options={axisOptions.filter(({ value }) => value !== x)}
          onChange={(value) => address.replace({ x, y: value })}
        />
      )}
    </>
  );
  const note = `${formatCount(rows.length)} sets${hidden.length === 0 ? "" : `; of ${hidden.map(parameterName).join(", ")} the best stands for all`}`;
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
      <ChartFrame
        title={`${terms.label} by parameters`}
        note={note}
        actions={actions}
        heightClass={SWEEP_HEIGHT}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.index)}
        csvName={`sweep-${study.id.slice(0, 8)}`}
      >
        <HeatMap
          label={`${terms.label} by ${parameterName(x)} and ${parameterName(y)}`}
          points={points}
          x={x}
          y={y}
          metric={terms.name}
          isLowerBetter={isLowerBetter}
          format={(value) => figureText(value, terms.form)}
          axisName={parameterName}
          picked={picked}
          onPick={(index) => address.replace({ point: String(index) })}
        />
      </ChartFrame>
      {picked !== undefined && <PointFacts study={study} points={points} index={picked} />}
    </div>
  );
}

/** A sweep seen along two of its axes, with the numbers of one set beside it. */
export function SweepPanel({ study }: { readonly study: StudyDetail }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const sweep = useQuery(trpc.lab.sweep.queryOptions({ workspaceId: workspace.id, studyId: study.id }));
  return (
    <QueryView query={sweep} what="The points" loading={<Skeleton className="h-120 w-full" />}>
      {(points) => <Map study={study} points={points} />}
    </QueryView>
  );
}
