import type { ReactNode } from "react";

type PageHeaderProps = {
  readonly title: ReactNode;
  readonly badges?: ReactNode;
  /** One line of state under the title. */
  readonly state?: ReactNode;
  /** The primary act, at the right. */
  readonly action?: ReactNode;
};

/** Title, one line of state, the primary act. The line keeps its height while it is on its way. */
export function PageHeader({ title, badges, state, action }: PageHeaderProps) {
  return (
    <div className="mb-3 flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="truncate text-20 font-semibold text-ink">{title}</h1>
          {badges}
        </div>
        <div className="min-h-5 text-13 text-ink-muted">{state}</div>
      </div>
      {action !== undefined && <div className="flex shrink-0 items-center gap-1.5">{action}</div>}
    </div>
  );
}
