"use client";

import { GOVERNED_PARAMETERS } from "@ballast/core/strategy/governed/parameters";
import { formatFigure } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { SettingsInUse } from "../shell/answers.ts";
import { useAddress } from "../shell/use-address.ts";
import { strategyName } from "./strategy-words.ts";

type Parameter = (typeof GOVERNED_PARAMETERS)[number] & { readonly value: number };

const DECIMALS = 2;
const figure = (value: number, of: Parameter): string => formatFigure(value, of.isInteger ? 0 : DECIMALS);

const COLUMNS: readonly Column<Parameter>[] = [
  { key: "about", header: "What it sets", isFlexible: true, value: (row) => row.about, cell: (row) => <span title={row.about}>{row.about}</span> },
  {
    key: "value",
    header: "Value",
    align: "right",
    value: (row) => row.value,
    cell: (row) => (
      <span className="inline-flex items-center gap-1.5">
        {row.value !== row.fallback && <Badge tone="accent">set</Badge>}
        {figure(row.value, row)}
      </span>
    ),
  },
  { key: "unit", header: "Unit", value: (row) => row.unit },
  { key: "min", header: "Least", align: "right", isWide: true, value: (row) => row.min, cell: (row) => figure(row.min, row) },
  { key: "max", header: "Most", align: "right", isWide: true, value: (row) => row.max, cell: (row) => figure(row.max, row) },
  { key: "fallback", header: "Fallback", align: "right", isWide: true, value: (row) => row.fallback, cell: (row) => figure(row.fallback, row) },
  { key: "name", header: "Name", isWide: true, value: (row) => row.name },
]; // prettier-ignore

const keyOf = ({ key, version }: SettingsInUse): string => `${key}@${version}`;

function Standing({ settings }: { readonly settings: SettingsInUse }) {
  const { accounts, accountNames } = settings;
  const rest = accounts - accountNames.length;
  return (
    <p className="border-b border-line px-3 py-2 text-13 text-ink-muted">
      {strategyName(settings.kind)} on {settings.instruments.join(", ")}. In use by {accountNames.join(", ")}
      {rest > 0 ? ` and ${rest} more` : ""}. Version {settings.version} by {settings.author}, <Timestamp atMs={settings.createdAtMs} />: “
      {settings.reason}”.
      {settings.kind === "governed" && <> May choose: {settings.strategies.map(strategyName).join(", ")}.</>}
    </p>
  );
}

/** What accounts' strategies are set to, version by version: each parameter with its unit, its bounds and what it falls back to. */
export function ParameterPanel({ all }: { readonly all: readonly SettingsInUse[] }) {
  const address = useAddress();
  const chosen = all.find((one) => keyOf(one) === address.read("settings")) ?? all.find(({ kind }) => kind === "governed") ?? all[0];
  if (chosen === undefined)
    return (
      <Panel title="Parameters">
        <EmptyState title="No account has a strategy yet">Create a paper account, and its settings stand here.</EmptyState>
      </Panel>
    );
  const values = new Map(chosen.parameters);
  const rows: readonly Parameter[] =
    chosen.kind !== "governed" ? [] : GOVERNED_PARAMETERS.map((terms) => ({ ...terms, value: values.get(terms.name) ?? terms.fallback }));
  const picker = (
    <Select
      label="Settings version"
      value={keyOf(chosen)}
      options={all.map((one) => ({ value: keyOf(one), label: `${one.key}, version ${one.version}` }))}
      onChange={(settings) => address.replace({ settings })}
    />
  );
  return (
    <Panel title="Parameters" actions={picker} isFlush>
      <Standing settings={chosen} />
      <DataTable
        caption={`Parameters of ${chosen.key} version ${chosen.version}`}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ name }) => name}
        hasToolbar={rows.length > 0}
        empty={
          <EmptyState title="No governed parameters">
            This version crosses two averages with a stop; its settings stand in the account.
          </EmptyState>
        }
      />
    </Panel>
  );
}
