"use client";

import { Field } from "@ballast/ui/primitives/field";
import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { faultAt } from "./fault-at.ts";
import { FILL_WORDS } from "./fill-words.ts";
import { errorOf } from "./series-fields.tsx";
import type { FieldsProps } from "./fields-props.ts";
import { TextField } from "./text-field.tsx";

const FILLS = [
  { value: "next-open", label: "At the next open" },
  { value: "bar-path", label: "Along the bar" },
] as const;

const BAR_PATH_FIELDS = [
  { name: "participationBps", at: "participationBps", label: "Share of volume (bp)", hint: "of a bar that one order takes, 1 to 10,000" },
  { name: "barsMax", at: "barsMax", label: "Bars to work an entry", hint: "1 to 100; its rest is cancelled" },
  { name: "latencyMinMs", at: "latencyMs", label: "Least latency (ms)", hint: "from decision to venue, 0 to 60,000" },
  { name: "latencyMaxMs", at: "latencyMs.max", label: "Most latency (ms)", hint: "drawn evenly between the two" },
] as const;

/** How the venue fills: whole at the next open, or in parts along each bar. */
export function FillFields({ draft, faults, onChange }: FieldsProps) {
  const { fills } = draft;
  return (
    <>
      <div className="sm:col-span-2">
        <Field label="Fills" hint={FILL_WORDS[fills.name].does} {...errorOf(faults.get("fillModel"))}>
          {() => (
            <SegmentedControl
              label="Fills"
              segments={FILLS}
              value={fills.name}
              onChange={(name) => onChange({ fills: { ...fills, name } })}
              className="self-start"
            />
          )}
        </Field>
      </div>
      {fills.name === "bar-path" &&
        BAR_PATH_FIELDS.map(({ name, at, label, hint }) => (
          <TextField
            key={name}
            label={label}
            hint={hint}
            inputMode="numeric"
            value={fills[name]}
            fault={faultAt(faults, `fillModel.${at}`)}
            onChange={(value) => onChange({ fills: { ...fills, [name]: value } })}
          />
        ))}
    </>
  );
}

/** What trading costs, and with how much it begins. */
export function CostFields({ draft, faults, onChange }: FieldsProps) {
  return (
    <>
      <TextField
        label="Fee (bp)"
        hint="of each fill, 0 to 1,000"
        inputMode="decimal"
        value={draft.feeBps}
        fault={faultAt(faults, "feeBps")}
        onChange={(feeBps) => onChange({ feeBps })}
      />
      <TextField
        label="Slippage (bp)"
        hint="that each fill is worse than its price, 0 to 1,000"
        inputMode="decimal"
        value={draft.slippageBps}
        fault={faultAt(faults, "slippageBps")}
        onChange={(slippageBps) => onChange({ slippageBps })}
      />
      <TextField
        label="Starting balance"
        hint="in the currency of the instrument"
        inputMode="decimal"
        value={draft.balance}
        fault={faultAt(faults, "balance")}
        onChange={(balance) => onChange({ balance: balance.trim() })}
      />
    </>
  );
}

const FOLD_KINDS = [
  { value: "rolling", label: "Rolling" },
  { value: "anchored", label: "Anchored" },
] as const;

const FOLD_FIELDS = [
  { name: "inSampleBars", label: "Bars in sample", hint: "that each fold chooses by" },
  { name: "outOfSampleBars", label: "Bars out of sample", hint: "that it then trades" },
  { name: "purgeBars", label: "Purge (bars)", hint: "between both, used by neither: as long as a position may reach" },
  { name: "embargoBars", label: "Embargo (bars)", hint: "kept away beyond that" },
] as const;

/** How a walk-forward parts the period. */
export function FoldFields({ draft, faults, onChange }: FieldsProps) {
  const { folds } = draft;
  return (
    <>
      <Field
        label="Training stretch"
        hint="rolling: as long in each fold; anchored: from the first bar on"
        {...errorOf(faults.get("folds"))}
      >
        {() => (
          <SegmentedControl
            label="Training stretch"
            segments={FOLD_KINDS}
            value={folds.kind}
            onChange={(kind) => onChange({ folds: { ...folds, kind } })}
            className="self-start"
          />
        )}
      </Field>
      {FOLD_FIELDS.map(({ name, label, hint }) => (
        <TextField
          key={name}
          label={label}
          hint={hint}
          inputMode="numeric"
          value={folds[name]}
          fault={faultAt(faults, `folds.${name}`)}
          onChange={(value) => onChange({ folds: { ...folds, [name]: value } })}
        />
      ))}
    </>
  );
}
