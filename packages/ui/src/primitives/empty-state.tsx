import type { ReactNode } from "react";

type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What would stand here, and why it does not yet. */
  readonly children?: ReactNode;
  /** The next step: a button or a link. */
  readonly action?: ReactNode;
};

/** Emptiness shows the next step, never only that there is nothing. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-10 text-center">
      {icon !== undefined && <div className="text-ink-faint [&_svg]:size-6">{icon}</div>}
      <p className="text-14 font-medium text-ink">{title}</p>
      {children !== undefined && <div className="text-13 text-ink-muted">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
