"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Menu } from "@ballast/ui/primitives/menu";
import { MenuItem } from "@ballast/ui/primitives/menu-item";
import { MenuLabel } from "@ballast/ui/primitives/menu-label";
import { Check, ChevronsUpDown } from "lucide-react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";

/** Which workspace this is, and the way to another. */
export function WorkspaceSwitcher() {
  const { me, workspace } = useWorkspace();
  const trigger = (
    <Button tone="quiet" className="max-w-full px-2 text-ink" aria-label={`Workspace ${workspace.name}: switch`}>
      <span className="truncate">{workspace.name}</span>
      <ChevronsUpDown aria-hidden="true" className="text-ink-faint" />
    </Button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <MenuLabel>Workspaces</MenuLabel>
      {me.workspaces.map((one) => (
        <MenuItem key={one.id} asChild>
          <NavLink href={workspacePath(one.key, "overview")}>
            <span className="flex-1">{one.name}</span>
            <span className="text-12 text-ink-faint">{one.role.replace("_", " ")}</span>
            <Check aria-hidden="true" className={one.id === workspace.id ? "text-accent" : "invisible"} />
          </NavLink>
        </MenuItem>
      ))}
    </Menu>
  );
}
