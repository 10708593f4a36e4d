"use client";

import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useWorkspace } from "../../client/workspace.tsx";
import { HaltMenu } from "./halt-menu.tsx";
import { LiveControl } from "./live-control.tsx";
import { MarketClockText } from "./market-clock.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { PersonalMenu } from "./personal-menu.tsx";
import { usePageKey } from "./use-page-key.ts";
import { useStatus } from "./use-status.ts";
import { VenueState } from "./venue-state.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

/** Its script comes when it is first asked for. */
const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog.tsx").then((file) => file.ShortcutsDialog), { ssr: false });

/** Where am I, is it real, what time is it there, and how do I stop it. */
export function TopBar() {
  const { workspace } = useWorkspace();
  const { data: status } = useStatus();
  const [areShortcutsOpen, setShortcutsOpen] = useState(false);
  const showShortcuts = (): void => setShortcutsOpen(true);
  usePageKey("?", showShortcuts);
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-surface px-2 md:px-3">
      <span className="min-w-0 sm:shrink-0">
        <WorkspaceSwitcher />
      </span>
      <span className="flex h-5 min-w-30 shrink-0 items-center gap-1.5">
        {status === undefined ? <Skeleton className="h-5 w-14" /> : <ModeBadge mode={status.mode} />}
        {status?.isSynthetic === true && <ModeBadge mode="synthetic" isCompact />}
      </span>
      <span className="ml-2 hidden w-36 shrink-0 truncate lg:block">
        <VenueState status={status} />
      </span>
      <span className="hidden w-88 min-w-0 shrink md:block">
        <MarketClockText status={status} />
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1">
        <LiveControl />
        <PaletteButton onShortcuts={showShortcuts} />
        <HaltMenu target={{ scope: "workspace" }} targetName={workspace.name} isFrame />
        <PersonalMenu onShortcuts={showShortcuts} />
      </span>
      {areShortcutsOpen && <ShortcutsDialog onClose={() => setShortcutsOpen(false)} />}
    </header>
  );
}
