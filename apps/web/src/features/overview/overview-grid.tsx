import type { ReactNode } from "react";

/** What happened at the left, what holds and what waits at the right; on a phone the latter comes first. */
export function OverviewGrid({ aside, children }: { readonly aside: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
      <div className="flex min-w-0 flex-col gap-3 max-lg:order-first">{aside}</div>
    </div>
  );
}
