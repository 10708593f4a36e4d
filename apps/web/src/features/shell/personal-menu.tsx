"use client";

import type { ThemeChoice } from "@ballast/ui/theme/theme-setting";
import { useThemeSetting } from "@ballast/ui/theme/use-theme-setting";
import { Button } from "@ballast/ui/primitives/button";
import { Menu } from "@ballast/ui/primitives/menu";
import { MenuCheck } from "@ballast/ui/primitives/menu-check";
import { MenuItem } from "@ballast/ui/primitives/menu-item";
import { MenuLabel } from "@ballast/ui/primitives/menu-label";
import { Kbd } from "@ballast/ui/primitives/kbd";
import { CircleUser, Keyboard, KeyRound, LogOut } from "lucide-react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "./nav-link.tsx";
import { signOut } from "./sign-out.ts";

const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string }[] = [
  { choice: "system", label: "As the system" },
  { choice: "light", label: "Light" },
  { choice: "dark", label: "Dark" },
];

/** Who is signed in, where, and how the panel looks to them. */
export function PersonalMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { me, workspace } = useWorkspace();
  const [setting, change] = useThemeSetting();
  const trigger = (
    <Button tone="quiet" isIcon aria-label={`${me.person.name}: settings and sign out`}>
      <CircleUser aria-hidden="true" />
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuLabel>
        <span className="block text-13 font-medium text-ink">{me.person.name}</span>
        {me.person.email} · {workspace.role.replace("_", " ")}
      </MenuLabel>
      <MenuItem asChild>
        <NavLink href={workspacePath(workspace.key, "sessions")}>
          <KeyRound aria-hidden="true" />
          Sessions and password
        </NavLink>
      </MenuItem>
      <MenuLabel>Theme</MenuLabel>
      {THEMES.map(({ choice, label }) => (
        <MenuCheck key={choice} isChecked={setting.theme === choice} onChange={() => change({ ...setting, theme: choice })}>
          {label}
        </MenuCheck>
      ))}
      <MenuLabel>Gain and loss</MenuLabel>
      <MenuCheck
        isChecked={setting.pnl === "swapped"}
        onChange={(isSwapped) => change({ ...setting, pnl: isSwapped ? "swapped" : "usual" })}
      >
        Swap the two colours
      </MenuCheck>
      <MenuItem onSelect={onShortcuts}>
        <Keyboard aria-hidden="true" />
        <span className="flex-1">Keyboard shortcuts</span>
        <Kbd>?</Kbd>
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
