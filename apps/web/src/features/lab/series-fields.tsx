"use client";

import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtcDate } from "@ballast/ui/format/time";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import type { DatasetView } from "../shell/answers.ts";
import { faultAt } from "./fault-at.ts";
import type { StudyDraft } from "./study-draft.ts";
import { TextField } from "./text-field.tsx";

type SeriesFieldsProps = {
  readonly draft: StudyDraft;
  readonly datasets: readonly DatasetView[];
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (part: Partial<StudyDraft>) => void;
};

const keyOf = ({ source, timeframeMs }: Pick<DatasetView, "source" | "timeframeMs">): string => `${source} ${timeframeMs}`;

/** The series that a draft names; the first that is stored where it names none. */
export function chosenSeries(draft: StudyDraft, datasets: readonly DatasetView[]) {
  const dataset = datasets.find((one) => keyOf(one) === keyOf(draft)) ?? datasets[0];
  const series = dataset?.series.find(({ symbol }) => symbol === draft.instrument) ?? dataset?.series[0];
  return dataset === undefined || series === undefined ? undefined : { dataset, series };
}

/** The draft with a series, and a period within what is stored of it. */
export function draftOn(draft: StudyDraft, of: NonNullable<ReturnType<typeof chosenSeries>>): StudyDraft {
  const { dataset, series } = of;
  const isOther = draft.instrument !== series.symbol || keyOf(draft) !== keyOf(dataset);
  const whole = { from: formatUtcDate(firstWholeDay(series.fromMs)), to: formatUtcDate(startOfDay(series.toMs) - 1) };
  return {
    ...draft,
    source: dataset.source,
    timeframeMs: dataset.timeframeMs,
    instrument: series.symbol,
    from: isOther || draft.from === "" ? whole.from : draft.from,
    to: isOther || draft.to === "" ? whole.to : draft.to,
  };
}

const DAY_MS = 86_400_000;
/** The day that a moment lies in: a series that still grows is taken to the end of its last whole day. */
const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;
/** A period begins with a day; a series that begins within one begins its first whole day later. */
const firstWholeDay = (ms: number): number => Math.ceil(ms / DAY_MS) * DAY_MS;

/** Which bars: source and timeframe, instrument, and the days of what is stored. */
export function SeriesFields({ draft, datasets, faults, onChange }: SeriesFieldsProps) {
  const chosen = chosenSeries(draft, datasets);
  if (chosen === undefined) return null;
  const { dataset, series } = chosen;
  const range = `${formatUtcDate(series.fromMs)} to ${formatUtcDate(series.toMs - 1)}, ${formatCount(series.bars)} bars are stored`;
  const [first, last] = [formatUtcDate(series.fromMs), formatUtcDate(series.toMs - 1)];
  return (
    <>
      <Field label="Dataset" hint={dataset.isSynthetic ? "Generated prices: what works on them proves nothing." : "Imported bars."}>
        {(id) => (
          <Select
            id={id}
            label="Dataset"
            className="*:h-8"
            value={keyOf(dataset)}
            options={datasets.map((one) => ({
              value: keyOf(one),
              label: `${one.source}${one.isSynthetic && one.source !== "synthetic" ? " (synthetic)" : ""}, ${formatTimeframe(one.timeframeMs)}`,
            }))}
            onChange={(value) => {
              const other = datasets.find((one) => keyOf(one) === value);
              if (other !== undefined) onChange({ source: other.source, timeframeMs: other.timeframeMs, from: "", to: "" });
            }}
          />
        )}
      </Field>
      <Field label="Instrument" hint={range} {...errorOf(faultAt(faults, "instruments"))}>
        {(id) => (
          <Select
            id={id}
            label="Instrument"
            className="*:h-8"
            value={series.symbol}
            options={dataset.series.map(({ symbol }) => ({ value: symbol, label: symbol }))}
            onChange={(instrument) => onChange({ instrument, from: "", to: "" })}
          />
        )}
      </Field>
      <TextField
        label="First day"
        type="date"
        min={first}
        max={last}
        value={draft.from}
        fault={faultAt(faults, "fromMs")}
        hint={`UTC, from ${first} on`}
        onChange={(from) => onChange({ from })}
      />
      <TextField
        label="Last day"
        type="date"
        min={first}
        max={last}
        value={draft.to}
        fault={faultAt(faults, "toMs")}
        hint={`UTC, until ${last}`}
        onChange={(to) => onChange({ to })}
      />
    </>
  );
}

export const errorOf = (fault: string | undefined): { readonly error?: string } => (fault === undefined ? {} : { error: fault });
