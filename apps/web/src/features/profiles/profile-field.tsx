import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import type { FieldTerms } from "./profile-fields.ts";

type ProfileFieldProps = {
  readonly terms: FieldTerms;
  readonly value: string;
  readonly error?: string;
  readonly onChange: (value: string) => void;
};

const UNIT_WORDS: Readonly<Record<string, string>> = { percent: "%", bp: "basis points", min: "minutes", s: "seconds", "×": "times" };
const SWITCH = [
  { value: "false", label: "no" },
  { value: "true", label: "yes" },
];

function hintOf({ unit, policyMax }: FieldTerms): string | undefined {
  const words = UNIT_WORDS[unit];
  if (policyMax === undefined) return words;
  return `${words === undefined ? "" : `${words}, `}policy: at most ${policyMax}`;
}

/** One limit: its figure in the unit that people say it in, and what policy allows at most. */
export function ProfileField({ terms, value, error, onChange }: ProfileFieldProps) {
  const options = terms.unit === "switch" ? SWITCH : terms.choices;
  const hint = hintOf(terms);
  return (
    <Field label={terms.label} {...(hint === undefined ? {} : { hint })} {...(error === undefined ? {} : { error })}>
      {(id) =>
        options === undefined ? (
          <TextInput
            id={id}
            value={value}
            inputMode="decimal"
            aria-invalid={error !== undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Select id={id} label={terms.label} value={value} options={options} onChange={onChange} />
        )
      }
    </Field>
  );
}
