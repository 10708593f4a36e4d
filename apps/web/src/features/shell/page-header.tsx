import { clsx } from "clsx";
import type { ReactNode } from "react";

type PageHeaderProps = {
  readonly title: ReactNode;
  readonly badges?: ReactNode;
  /** One line of state under the title. */
  readonly state?: ReactNode;
  /** The primary act, at the right. */
  readonly action?: ReactNode;
  /** Badges and state take two lines each on a phone: the room is kept, so that nothing moves when they come or change. */
  readonly isTallOnPhone?: boolean;
};

/** Title, one line of state, the primary act. The line keeps its height while it is on its way. */
export function PageHeader({ title, badges, state, action, isTallOnPhone = false }: PageHeaderProps) {
  return (
    <div className="mb-3 flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <div
          className={clsx("flex flex-wrap content-start items-center gap-x-2 gap-y-1", isTallOnPhone ? "min-h-13 md:min-h-7" : "min-h-7")}
        >
          <h1 className="truncate text-20 font-semibold text-ink">{title}</h1>
          {badges}
        </div>
        <div className={clsx("text-13 text-ink-muted", isTallOnPhone ? "line-clamp-2 min-h-10 md:line-clamp-1 md:min-h-5" : "min-h-5")}>
          {state}
        </div>
      </div>
      {action !== undefined && <div className="flex shrink-0 items-center gap-1.5">{action}</div>}
    </div>
  );
}
