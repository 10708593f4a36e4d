import { clsx } from "clsx";
import { CircleCheck, CircleSlash, Info, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";

export type BandTone = "calm" | "halted" | "stale" | "degraded" | "info";

const LOOKS: Record<BandTone, { readonly icon: typeof Info; readonly look: string }> = {
  calm: { icon: CircleCheck, look: "border-line bg-surface [&>svg]:text-gain" },
  halted: { icon: CircleSlash, look: "border-halt/50 bg-halt-soft [&>svg]:text-halt" },
  stale: { icon: Unplug, look: "border-warn-line/60 bg-warn-soft [&>svg]:text-warn" },
  degraded: { icon: TriangleAlert, look: "border-warn-line/60 bg-warn-soft [&>svg]:text-warn" },
  info: { icon: Info, look: "border-line bg-selected [&>svg]:text-accent" },
};

type BandProps = {
  readonly tone: BandTone;
  /** What holds, in words: "Entries are blocked in this workspace". */
  readonly title: ReactNode;
  /** Since when, what to do, who can. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** The children as plain text, for the pointer where they are cut. */
  readonly detail?: string;
  /** Shows every word, however many lines that takes: for a state in which what stands beneath can't be trusted. */
  readonly isWhole?: boolean;
};

/**
 * A state that everyone must see, across the full width: what, since when, what to do, who can.
 * But for a whole one its height does not depend on its words, so that a state that changes moves nothing beneath it.
 */
export function Band({ tone, title, children, action, detail, isWhole = false }: BandProps) {
  const { icon: Icon, look } = LOOKS[tone];
  return (
    <div
      role="status"
      className={clsx(
        "flex gap-2.5 border-b px-4 text-13 text-ink",
        isWhole ? "min-h-13 items-start py-2 [&>svg]:mt-0.5 md:min-h-9" : "h-13 items-center md:h-9",
        look,
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:gap-2.5">
        <p className={clsx("shrink-0 font-semibold max-md:text-13", !isWhole && "truncate")}>{title}</p>
        {children !== undefined && (
          <div title={detail} className={clsx("min-w-0", isWhole ? "text-ink" : "truncate text-ink-muted max-md:text-12")}>
            {children}
          </div>
        )}
      </div>
      {action}
    </div>
  );
}
