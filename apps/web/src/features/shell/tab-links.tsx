"use client";

import { clsx } from "clsx";
import { NavLink } from "./nav-link.tsx";

export type TabLink = { readonly value: string; readonly label: string; readonly href: string; readonly count?: number };

/** Parts of a page, each with its own address, so that back works and a link can point at one. */
export function TabLinks({
  label,
  tabs,
  current,
}: {
  readonly label: string;
  readonly tabs: readonly TabLink[];
  readonly current: string;
}) {
  return (
    <nav aria-label={label} className="-mx-1 mb-3 flex gap-1 overflow-x-auto border-b border-line px-1">
      {tabs.map((tab) => {
        const isCurrent = tab.value === current;
        return (
          <NavLink
            key={tab.value}
            href={tab.href}
            scroll={false}
            aria-current={isCurrent ? "page" : undefined}
            className={clsx(
              "flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 text-13",
              isCurrent ? "border-accent font-medium text-ink" : "border-transparent text-ink-muted hover:text-ink",
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-12 text-ink-faint">{tab.count}</span>}
          </NavLink>
        );
      })}
    </nav>
  );
}
