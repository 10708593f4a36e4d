import { Skeleton } from "./skeleton.tsx";

const WIDTHS = ["w-3/5", "w-4/5", "w-1/2", "w-2/3"];

/** A table that is on its way: rows of the same 32 px. */
export function SkeletonRows({ count, label }: { readonly count: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-4 pointer-coarse:h-10 border-b border-line px-3 last:border-b-0">
          <Skeleton className="h-3 w-32 shrink-0" />
          <Skeleton className={`h-3 ${WIDTHS[row % WIDTHS.length] ?? "w-1/2"}`} />
        </div>
      ))}
    </div>
  );
}
