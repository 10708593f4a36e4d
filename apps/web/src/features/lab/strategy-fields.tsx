"use client";

import { GOVERNED_STRATEGY_NAMES } from "@ballast/core/strategy/governed/kinds";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { ChevronRight } from "lucide-react";
import { STRATEGY_WORDS, strategyName } from "../strategies/strategy-words.ts";
import { ChoiceChips } from "./choice-chips.tsx";
import { faultAt } from "./fault-at.ts";
import { EMA_PARAMETERS, governedGroups, type ParameterField } from "./parameter-fields.ts";
import { StudyProfileField } from "./study-profile-field.tsx";
import type { FieldsProps } from "./fields-props.ts";
import { errorOf } from "./series-fields.tsx";
import { withStrategy, type StudyDraft } from "./study-draft.ts";
import { TextField } from "./text-field.tsx";

const STRATEGIES = [
  { value: "ema-atr", label: strategyName("ema-atr") },
  { value: "governed", label: "Selector over the six governed strategies" },
] as const;

/** What decides: the crossover, or the selector with those of the six that it may choose. */
export function StrategyFields({ draft, faults, onChange }: FieldsProps) {
  return (
    <>
      <Field label="Strategy" hint="Decided exactly as it is decided live." {...errorOf(faultAt(faults, "strategy"))}>
        {(id) => (
          <Select
            id={id}
            label="Strategy"
            className="*:h-8"
            value={draft.strategy}
            options={STRATEGIES}
            onChange={(value) => onChange(withStrategy(draft, value === "governed" ? "governed" : "ema-atr"))}
          />
        )}
      </Field>
      <StudyProfileField draft={draft} faults={faults} onChange={onChange} />
      {draft.strategy === "governed" && (
        <div className="sm:col-span-2">
          <Field label="May choose" hint="Two at most at once, by regime and confidence." {...errorOf(faultAt(faults, "strategies"))}>
            {() => (
              <ChoiceChips
                label="Strategies that may be chosen"
                choices={GOVERNED_STRATEGY_NAMES.map((value) => {
                  const { name: label, does: about } = STRATEGY_WORDS[value];
                  return { value, label, about };
                })}
                chosen={draft.strategies}
                onChange={(chosen) => onChange({ strategies: GOVERNED_STRATEGY_NAMES.filter((name) => chosen.includes(name)) })}
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}

type ParametersProps = FieldsProps & { readonly of: readonly ParameterField[] };

function ParameterInputs({ of, draft, faults, onChange }: ParametersProps) {
  return of.map(({ name, label, unit, usual, about }) => (
    <TextField
      key={name}
      label={`${label} (${unit})`}
      hint={about}
      value={draft.parameters[name] ?? ""}
      fault={faultAt(faults, `parameters.${name}`)}
      placeholder={usual === "" ? "off" : usual}
      onChange={(value) => onChange({ parameters: { ...draft.parameters, [name]: value } })}
    />
  ));
}

/** How many of a group somebody gave a value. */
function givenText(of: readonly ParameterField[], { parameters }: StudyDraft): string {
  const given = of.filter(({ name }) => (parameters[name] ?? "").trim() !== "").length;
  return given === 0 ? `${of.length} parameters, as usual` : `${given} of ${of.length} set`;
}

/** The strategy's parameters: a value each, or for a grid several as `5,10,20` or `5:30:5`. Those of a group stay folded until somebody needs them. */
export function ParameterFields(props: FieldsProps) {
  const { draft, faults } = props;
  if (draft.strategy === "ema-atr") return <ParameterInputs {...props} of={EMA_PARAMETERS} />;
  return governedGroups(draft.strategies).map(({ of, parameters }) => {
    const isWrong = parameters.some(({ name }) => faults.has(`parameters.${name}`));
    const isGiven = parameters.some(({ name }) => (draft.parameters[name] ?? "") !== "");
    return (
      <details key={of} open={isWrong || isGiven || undefined} className="group rounded border border-line sm:col-span-2">
        <summary className="flex h-9 cursor-pointer items-center gap-2 px-3 text-13 font-medium">
          <ChevronRight aria-hidden="true" className="size-3.5 text-ink-muted group-open:rotate-90" />
          {of === "campaign" ? "Campaign engine" : strategyName(of)}
          <span className="font-normal text-ink-muted">{givenText(parameters, draft)}</span>
        </summary>
        <div className="grid gap-x-4 gap-y-3 border-t border-line p-3 sm:grid-cols-2">
          <ParameterInputs {...props} of={parameters} />
        </div>
      </details>
    );
  });
}
