"use client";

import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";

export type SelectOption = { readonly value: string; readonly label: string };

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly className?: string;
};

/** A choice from a list. The platform's own list: it types ahead, works under a finger and costs no script. */
export function Select({ label, value, options, onChange, id, className }: SelectProps) {
  return (
    <span className={clsx("relative inline-flex", className)}>
      <select
        id={id}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 w-full appearance-none rounded border border-line-strong/60 bg-surface pr-7 pl-2 text-13 text-ink hover:bg-hover pointer-coarse:h-9"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-ink-muted" />
    </span>
  );
}
