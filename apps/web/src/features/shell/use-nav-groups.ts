"use client";

import { useWorkspace } from "../../client/workspace.tsx";
import { NAV_GROUPS, type NavItem } from "./nav-items.ts";

/** The sections that the reader's role may see. */
export function useNavGroups(): readonly (readonly NavItem[])[] {
  const { me, workspace } = useWorkspace();
  const maySee = (item: NavItem): boolean => me.rolesByPermission[item.permission].includes(workspace.role);
  return NAV_GROUPS.map((group) => group.filter(maySee)).filter((group) => group.length > 0);
}
