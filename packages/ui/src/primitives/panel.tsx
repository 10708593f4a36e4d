import { clsx } from "clsx";
import { useId, type ReactNode } from "react";

export type PanelProps = {
  readonly title?: ReactNode;
  /** A short line under or beside the title: the unit, the period, the age. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Tables and charts reach the edges; text keeps its distance. */
  readonly isFlush?: boolean;
  readonly className?: string;
};

/** One instrument on the panel: a titled region with a border and no shadow. */
export function Panel({ title, note, actions, children, isFlush = false, className }: PanelProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={title === undefined ? undefined : titleId}
      className={clsx("min-w-0 rounded border border-line bg-surface", className)}
    >
      {title !== undefined && (
        <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
          <h2 id={titleId} className="text-13 font-semibold text-ink">
            {title}
          </h2>
          {note !== undefined && <div className="text-12 text-ink-faint">{note}</div>}
          {actions !== undefined && <div className="ml-auto flex items-center gap-1.5">{actions}</div>}
        </header>
      )}
      <div className={isFlush ? undefined : "p-3"}>{children}</div>
    </section>
  );
}
