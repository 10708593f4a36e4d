import type { ReactNode } from "react";

export type Line = { readonly label: string; readonly value: ReactNode };

/** Named figures on lines of their own, two beside each other where there is room. */
export function LineList({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <dl className="grid gap-x-8 @2xl:grid-cols-2">
      {lines.map(({ label, value }) => (
        <div key={label} className="flex min-h-7 items-center justify-between gap-3 border-b border-line py-0.5 text-13">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="text-right text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
