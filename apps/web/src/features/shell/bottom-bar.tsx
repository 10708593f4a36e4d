"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";
import { useNavGroups } from "./use-nav-groups.ts";

/** The rail of a phone: four sections under the thumb; the rest stands in the personal menu. */
export function BottomBar() {
  const { workspace } = useWorkspace();
  const items = useNavGroups()
    .flat()
    .filter((item) => item.isOnPhone);
  const pathname = usePathname();
  return (
    <nav
      aria-label="Sections"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items.map(({ path, label, icon: Icon }) => {
        const href = workspacePath(workspace.key, path);
        const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
        return (
          <NavLink
            key={path}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={clsx(
              "flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12",
              isCurrent ? "font-medium text-accent" : "text-ink-muted",
            )}
          >
            <Icon aria-hidden="true" className="size-5" />
            {label}
          </NavLink>
        );
      })}
    </nav>
  );
}
