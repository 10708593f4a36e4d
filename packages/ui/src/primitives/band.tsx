import { clsx } from "clsx";
import { CircleSlash, Info, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";

export type BandTone = "halted" | "stale" | "degraded" | "info";

const LOOKS: Record<BandTone, { readonly icon: typeof Info; readonly look: string }> = {
  halted: { icon: CircleSlash, look: "border-halt/50 bg-halt-soft text-ink [&>svg]:text-halt" },
  stale: { icon: Unplug, look: "border-warn-line/60 bg-warn-soft text-ink [&>svg]:text-warn" },
  degraded: { icon: TriangleAlert, look: "border-warn-line/60 bg-warn-soft text-ink [&>svg]:text-warn" },
  info: { icon: Info, look: "border-line bg-selected text-ink [&>svg]:text-accent" },
};

type BandProps = {
  readonly tone: BandTone;
  /** What holds, in words: "Entries are blocked in this workspace". */
  readonly title: ReactNode;
  /** Since when, what to do, who can. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
};

/** A state that everyone must see, across the full width: what, since when, what to do, who can. */
export function Band({ tone, title, children, action }: BandProps) {
  const { icon: Icon, look } = LOOKS[tone];
  return (
    <div role="status" className={clsx("flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-13", look)}>
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="min-w-0 text-ink-muted">{children}</div>}
      {action !== undefined && <div className="ml-auto">{action}</div>}
    </div>
  );
}
