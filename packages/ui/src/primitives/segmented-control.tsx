"use client";

import { clsx } from "clsx";
import { ToggleGroup } from "radix-ui";

export type Segment<Value extends string> = { readonly value: Value; readonly label: string };

type SegmentedControlProps<Value extends string> = {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
};

/** One choice of a few that are all in sight: period, timeframe, chart or table. */
export function SegmentedControl<Value extends string>({ label, segments, value, onChange, className }: SegmentedControlProps<Value>) {
  const choose = (chosen: string): void => {
    const segment = segments.find((one) => one.value === chosen);
    if (segment !== undefined) onChange(segment.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className={clsx("inline-flex rounded border border-line bg-sunken p-0.5", className)}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          className="h-6 rounded-inner px-2 text-12 font-medium text-ink-muted hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:outline-1 data-[state=on]:outline-line pointer-coarse:h-8 pointer-coarse:px-3"
        >
          {segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
