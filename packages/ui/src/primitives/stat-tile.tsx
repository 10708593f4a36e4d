import { clsx } from "clsx";
import type { ReactNode } from "react";

type StatTileProps = {
  readonly label: string;
  readonly value: ReactNode;
  /** What changed, or the limit it is read against. */
  readonly note?: ReactNode;
  readonly isLead?: boolean;
};

/** A figure that answers a question, with what it is read against underneath. Its height does not depend on its content. */
export function StatTile({ label, value, note, isLead = false }: StatTileProps) {
  return (
    <div className="flex min-w-0 flex-col px-3 py-2">
      <dt className="truncate text-12 text-ink-muted">{label}</dt>
      <dd className={clsx("flex items-center truncate font-medium text-ink", isLead ? "h-9 text-20 sm:text-28" : "h-7 text-20")}>
        {value}
      </dd>
      <dd className="min-h-4 truncate text-12 text-ink-muted">{note}</dd>
    </div>
  );
}
