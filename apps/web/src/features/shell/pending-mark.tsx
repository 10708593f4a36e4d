import { clsx } from "clsx";

/** How many approvals wait in a section; nothing where none does. Whoever shows it places it so that its coming moves nothing. */
export function PendingMark({ count, className }: { readonly count: number; readonly className: string }) {
  if (count === 0) return null;
  return (
    <span
      className={clsx(
        "flex h-4 min-w-4 items-center justify-center rounded-full bg-accent-solid px-1 text-12 leading-none font-medium text-on-solid tabular-nums",
        className,
      )}
    >
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{count === 1 ? ", one waits for approval" : `, ${count} wait for approval`}</span>
    </span>
  );
}
