import { Field } from "@ballast/ui/primitives/field";
import { TextInput } from "@ballast/ui/primitives/text-input";
import type { ComponentProps } from "react";

type TextFieldProps = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
} & Pick<ComponentProps<"input">, "inputMode" | "type" | "min" | "max" | "maxLength" | "placeholder">;

/** A field of the form: its hint gives way to its fault in the same place, so that nothing moves. */
export function TextField({ label, hint, fault, value, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={<span className="line-clamp-2 min-h-8">{hint}</span>} {...(fault === undefined ? {} : { error: fault })}>
      {(id) => (
        <TextInput id={id} value={value} aria-invalid={fault !== undefined} onChange={(event) => onChange(event.target.value)} {...rest} />
      )}
    </Field>
  );
}
