"use client";

import { formatTimeframe } from "@ballast/ui/format/duration";
import { formatCount } from "@ballast/ui/format/ratio";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import type { DatasetView } from "../shell/answers.ts";
import { ChoiceChips } from "./choice-chips.tsx";
import { faultAt } from "./fault-at.ts";
import { daysOf, type StudyDraft } from "./study-draft.ts";
import { TextField } from "./text-field.tsx";

type SeriesFieldsProps = {
  readonly draft: StudyDraft;
  readonly datasets: readonly DatasetView[];
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (part: Partial<StudyDraft>) => void;
};

const keyOf = ({ source, timeframeMs }: Pick<DatasetView, "source" | "timeframeMs">): string => `${source} ${timeframeMs}`;

type ChosenSeries = { readonly dataset: DatasetView; readonly series: DatasetView["series"] };

/** The series that a draft names; the first that is stored where it names none. */
export function chosenSeries(draft: StudyDraft, datasets: readonly DatasetView[]): ChosenSeries | undefined {
  const dataset = datasets.find((one) => keyOf(one) === keyOf(draft)) ?? datasets[0];
  if (dataset === undefined) return undefined;
  const named = dataset.series.filter(({ symbol }) => draft.instruments.includes(symbol));
  return { dataset, series: named.length > 0 ? named : dataset.series.slice(0, 1) };
}

const DAY_MS = 86_400_000;
/** The day that a moment lies in: a series that still grows is taken to the end of its last whole day. */
const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;
/** A period begins with a day; a series that begins within one begins its first whole day later. */
const firstWholeDay = (ms: number): number => Math.ceil(ms / DAY_MS) * DAY_MS;

/** The whole days in which all of them have bars. */
function wholeDays(series: DatasetView["series"]): Pick<StudyDraft, "from" | "to"> {
  const fromMs = Math.max(...series.map((one) => firstWholeDay(one.fromMs)));
  return daysOf({ fromMs, toMs: Math.max(fromMs + DAY_MS, Math.min(...series.map((one) => startOfDay(one.toMs)))) });
}

/** The draft with its series, and a period: what it names, else all days that are stored of every one of them. */
export function draftOn(draft: StudyDraft, { dataset, series }: ChosenSeries): StudyDraft {
  const isOther = keyOf(draft) !== keyOf(dataset);
  const whole = wholeDays(series);
  return {
    ...draft,
    source: dataset.source,
    timeframeMs: dataset.timeframeMs,
    instruments: series.map(({ symbol }) => symbol),
    from: isOther || draft.from === "" ? whole.from : draft.from,
    to: isOther || draft.to === "" ? whole.to : draft.to,
  };
}

/** Other instruments, and the period that stands where they have bars in all of it. */
function withInstruments(draft: StudyDraft, { series }: DatasetView, symbols: readonly string[]): Partial<StudyDraft> {
  const named = series.filter(({ symbol }) => symbols.includes(symbol));
  const instruments = named.map(({ symbol }) => symbol);
  // The last one stays: a study is of some instrument.
  if (named.length === 0) return {};
  const whole = wholeDays(named);
  const isWithin = draft.from >= whole.from && draft.to <= whole.to;
  return isWithin ? { instruments } : { instruments, ...whole };
}
function storedText({ series }: ChosenSeries): string {
  const { from, to } = wholeDays(series);
  const bars = series.reduce((sum, one) => sum + one.bars, 0);
  const whose = series.length === 1 ? "" : `, of ${formatCount(series.length)} instruments`;
  return `${from} to ${to}, ${formatCount(bars)} bars are stored${whose}`;
}

/** Which bars: source and timeframe, instruments, and the days of what is stored. */
export function SeriesFields({ draft, datasets, faults, onChange }: SeriesFieldsProps) {
  const chosen = chosenSeries(draft, datasets);
  if (chosen === undefined) return null;
  const { dataset, series } = chosen;
  const { from: first, to: last } = wholeDays(series);
  const about = dataset.isSynthetic ? "Generated prices: what works on them proves nothing." : "Imported bars.";
  return (
    <>
      <Field label="Dataset" hint={about} {...errorOf(faultAt(faults, "timeframeMs"))}>
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
      <Field label="Instruments" hint={storedText(chosen)} {...errorOf(faultAt(faults, "instruments"))}>
        {() => (
          <ChoiceChips
            label="Instruments"
            choices={dataset.series.map(({ symbol }) => ({ value: symbol, label: symbol }))}
            chosen={draft.instruments}
            onChange={(symbols) => onChange(withInstruments(draft, dataset, symbols))}
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
