"use client";

import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Compass } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";
import { sectionsFrom } from "./sections-from.ts";
import { useNavGroups } from "./use-nav-groups.ts";

/** Nothing stands at the address: why that can be, and the ways on, the nearest section first. */
export function MissingState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { workspace } = useWorkspace();
  const pathname = usePathname();
  const sections = sectionsFrom(pathname, useNavGroups().flat());
  const ways = (
    <nav aria-label="Ways on" className="flex flex-wrap justify-center gap-2">
      {sections.map(({ path, label, icon: Icon }) => (
        <Button key={path} asChild>
          <NavLink href={workspacePath(workspace.key, path)}>
            <Icon aria-hidden="true" />
            {label}
          </NavLink>
        </Button>
      ))}
    </nav>
  );
  return (
    <EmptyState icon={<Compass aria-hidden="true" />} title={title} action={ways}>
      {children}
    </EmptyState>
  );
}
