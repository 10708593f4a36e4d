"use client";

import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { usePathname } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";
import { PendingMark } from "./pending-mark.tsx";
import { useNavGroups } from "./use-nav-groups.ts";
import { usePendingCounts } from "./use-pending-counts.ts";
import { useRailState } from "./use-rail-state.ts";

const OVER_ICON = "absolute top-0 left-5.5";
const BESIDE_LABEL = "ml-auto max-lg:absolute max-lg:top-0 max-lg:left-5.5";

/** The sections at the left; collapses to icons, and the choice is kept. */
export function Rail() {
  const { workspace } = useWorkspace();
  const groups = useNavGroups();
  const pathname = usePathname();
  const [isCollapsed, setCollapsed] = useRailState();
  const countOf = usePendingCounts();
  const Toggle = isCollapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav
      aria-label="Sections"
      className={clsx(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r border-line bg-surface md:flex",
        isCollapsed ? "w-12" : "w-12 lg:w-48",
      )}
    >
      <div className="flex h-12 items-center gap-2 border-b border-line px-3.5">
        <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0 text-accent">
          <path d="M3 5h14M5 5v5a5 5 0 0 0 10 0V5M10 15v3" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        </svg>
        <span className={clsx("text-14 font-semibold", isCollapsed ? "sr-only" : "max-lg:sr-only")}>Ballast</span>
      </div>
      <div className="flex flex-1 flex-col overflow-y-auto py-2">
        {groups.map((group, index) => (
          <ul key={index} className={clsx("flex flex-col gap-0.5 px-1.5", index > 0 && "mt-2 border-t border-line pt-2")}>
            {group.map(({ path, label, icon: Icon, pending }) => {
              const href = workspacePath(workspace.key, path);
              const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
              return (
                <li key={path}>
                  <NavLink
                    href={href}
                    title={label}
                    aria-current={isCurrent ? "page" : undefined}
                    className={clsx(
                      "relative flex h-8 items-center gap-2.5 rounded px-2.5 text-13",
                      isCurrent ? "bg-selected font-medium text-ink" : "text-ink-muted hover:bg-hover hover:text-ink",
                    )}
                  >
                    <Icon aria-hidden="true" className="size-4 shrink-0" />
                    <span className={isCollapsed ? "sr-only" : "max-lg:sr-only"}>{label}</span>
                    <PendingMark count={countOf(pending)} className={isCollapsed ? OVER_ICON : BESIDE_LABEL} />
                  </NavLink>
                </li>
              );
            })}
          </ul>
        ))}
      </div>
      <button
        type="button"
        onClick={() => setCollapsed(!isCollapsed)}
        className="hidden h-10 items-center gap-2.5 border-t border-line px-4 text-12 text-ink-muted hover:text-ink lg:flex"
      >
        <Toggle aria-hidden="true" className="size-4 shrink-0" />
        <span className={isCollapsed ? "sr-only" : undefined}>{isCollapsed ? "Show names" : "Icons only"}</span>
      </button>
    </nav>
  );
}
