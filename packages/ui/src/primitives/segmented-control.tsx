"use client";

import { clsx } from "clsx";
import { useId } from "react";

export type Segment<Value extends string> = { readonly value: Value; readonly label: string };

type SegmentedControlProps<Value extends string> = {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
};

/** One choice of a few that are all in sight. Radio buttons in truth, so that arrows move and a screen reader counts them. */
export function SegmentedControl<Value extends string>({ label, segments, value, onChange, className }: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={clsx("inline-flex rounded border border-line bg-sunken p-0.5", className)}>
      {segments.map((segment) => (
        <label key={segment.value} className="relative">
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
            className="peer absolute inset-0 size-full cursor-pointer appearance-none rounded-inner"
          />
          <span className="pointer-events-none relative flex h-6 items-center rounded-inner px-2 text-12 font-medium text-ink-muted outline-line peer-checked:bg-surface peer-checked:text-ink peer-checked:outline-1 peer-hover:text-ink pointer-coarse:h-8 pointer-coarse:px-3">
            {segment.label}
          </span>
        </label>
      ))}
    </div>
  );
}
