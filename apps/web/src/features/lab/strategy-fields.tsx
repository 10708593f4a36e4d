"use client";

import { Field } from "@ballast/ui/primitives/field";
import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { faultAt } from "./fault-at.ts";
import { EMA_PARAMETERS } from "./parameter-words.ts";
import { errorOf } from "./series-fields.tsx";
import type { StudyDraft } from "./study-draft.ts";
import { TextField } from "./text-field.tsx";

type FieldsProps = {
  readonly draft: StudyDraft;
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (part: Partial<StudyDraft>) => void;
};

/** The strategy's parameters: a value each, or for a grid several as `5,10,20` or `5:30:5`. */
export function ParameterFields({ draft, faults, onChange }: FieldsProps) {
  return EMA_PARAMETERS.map(({ name, label, unit, about }) => (
    <TextField
      key={name}
      label={`${label} (${unit})`}
      hint={about}
      value={draft.parameters[name] ?? ""}
      fault={faultAt(faults, `parameters.${name}`)}
      placeholder={name === "tpMult" ? "off" : ""}
      onChange={(value) => onChange({ parameters: { ...draft.parameters, [name]: value } })}
    />
  ));
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
