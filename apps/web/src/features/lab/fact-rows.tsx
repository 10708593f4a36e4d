import type { ReactNode } from "react";

export type FactRow = { readonly label: string; readonly value: ReactNode; readonly note?: string | undefined };

/** Names and values beneath each other, as dense as a table. */
export function FactRows({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 text-13">
      {rows.map(({ label, value, note }) => (
        <div key={label} className="col-span-2 grid min-h-7 grid-cols-subgrid items-center border-b border-line last:border-0">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="min-w-0 py-1 text-right font-medium text-ink">
            {value}
            {note !== undefined && <span className="ml-2 text-12 font-normal text-ink-muted">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
