import type { ReactNode } from "react";

type OverviewGridProps = { readonly waiting: ReactNode; readonly now: ReactNode; readonly children: ReactNode };

/** What happened at the left, what holds and what waits at the right. On a phone what waits comes first and what holds last: the band says it too. */
export function OverviewGrid({ waiting, now, children }: OverviewGridProps) {
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
      <div className="min-w-0 max-lg:contents lg:flex lg:flex-col lg:gap-3">
        <div className="min-w-0 max-lg:order-last">{now}</div>
        <div className="min-w-0 max-lg:order-first">{waiting}</div>
      </div>
    </div>
  );
}
