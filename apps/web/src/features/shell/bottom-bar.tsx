"use client";

import { Menu } from "@ballast/ui/primitives/menu";
import { MenuItem } from "@ballast/ui/primitives/menu-item";
import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";
import { usePathname } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";
import { PendingMark } from "./pending-mark.tsx";
import { useNavGroups } from "./use-nav-groups.ts";
import { usePendingCounts } from "./use-pending-counts.ts";

const PLACE = "relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12";
const lookOf = (isCurrent: boolean): string => clsx(PLACE, isCurrent ? "font-medium text-accent" : "text-ink-muted");

/** The rail of a phone: four sections under the thumb, and all the others behind the fifth place. */
export function BottomBar() {
  const { workspace } = useWorkspace();
  const items = useNavGroups().flat();
  const countOf = usePendingCounts();
  const pathname = usePathname();
  const hrefOf = (path: string): string => workspacePath(workspace.key, path);
  const isCurrent = (path: string): boolean => pathname === hrefOf(path) || pathname.startsWith(`${hrefOf(path)}/`);
  const rest = items.filter((item) => !item.isOnPhone);
  const waiting = rest.reduce((sum, { pending }) => sum + countOf(pending), 0);
  const more = (
    <button type="button" className={lookOf(rest.some(({ path }) => isCurrent(path)))}>
      <Ellipsis aria-hidden="true" className="size-5" />
      More
      <PendingMark count={waiting} className="absolute top-1.5 left-[calc(50%+4px)]" />
    </button>
  );
  return (
    <nav
      aria-label="Sections"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items
        .filter((item) => item.isOnPhone)
        .map(({ path, label, icon: Icon }) => (
          <NavLink key={path} href={hrefOf(path)} aria-current={isCurrent(path) ? "page" : undefined} className={lookOf(isCurrent(path))}>
            <Icon aria-hidden="true" className="size-5" />
            {label}
          </NavLink>
        ))}
      <Menu trigger={more}>
        {rest.map(({ path, label, icon: Icon, pending }) => (
          <MenuItem key={path} asChild>
            <NavLink href={hrefOf(path)} aria-current={isCurrent(path) ? "page" : undefined}>
              <Icon aria-hidden="true" />
              {label}
              <PendingMark count={countOf(pending)} className="ml-auto" />
            </NavLink>
          </MenuItem>
        ))}
      </Menu>
    </nav>
  );
}
