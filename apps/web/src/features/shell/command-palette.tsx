"use client";

import { useThemeSetting } from "@ballast/ui/theme/use-theme-setting";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { CandlestickChart, Keyboard, SunMoon, Wallet } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { marketPath } from "../market/market-path.ts";
import { useNavGroups } from "./use-nav-groups.ts";

const ACCOUNTS_MAX = 50;
const ITEM =
  "flex h-9 cursor-default items-center gap-2.5 rounded-inner px-2.5 text-13 text-ink data-[selected=true]:bg-selected [&_svg]:size-4 [&_svg]:text-ink-muted";
const GROUP =
  "p-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-ink-faint";

type CommandPaletteProps = { readonly onClose: () => void; readonly onShortcuts: () => void };
type EntryProps = { readonly words: string; readonly icon: ReactNode; readonly onSelect: () => void };

function Entry({ words, icon, onSelect }: EntryProps) {
  return (
    <Command.Item value={words} onSelect={onSelect} className={ITEM}>
      {icon}
      {words}
    </Command.Item>
  );
}

/** Goes anywhere and does the small things, by typing. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const groups = useNavGroups();
  const [setting, change] = useThemeSetting();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const go = (path: string): void => {
    onClose();
    router.push(workspacePath(workspace.key, path));
  };
  const isDark = setting.theme === "dark";
  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      label="Search and commands"
      overlayClassName="fixed inset-0 z-40 bg-scrim"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded border border-line bg-raised shadow-float"
    >
      <Command.Input
        autoFocus
        placeholder="Go to an account, a market, a page"
        className="h-11 w-full border-b border-line bg-transparent px-3.5 text-14 text-ink outline-none placeholder:text-ink-faint"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto">
        <Command.Empty className="p-6 text-center text-13 text-ink-muted">Nothing by that name.</Command.Empty>
        <Command.Group heading="Pages" className={GROUP}>
          {groups.flat().map(({ path, label, icon: Icon }) => (
            <Entry key={path} words={label} icon={<Icon aria-hidden="true" />} onSelect={() => go(path)} />
          ))}
        </Command.Group>
        <Command.Group heading="Accounts" className={GROUP}>
          {(accounts.data?.items ?? []).map((account) => (
            <Entry
              key={account.id}
              words={account.name}
              icon={<Wallet aria-hidden="true" />}
              onSelect={() => go(`accounts/${account.id}`)}
            />
          ))}
        </Command.Group>
        <Command.Group heading="Markets" className={GROUP}>
          {(markets.data ?? []).flatMap((market) =>
            market.instruments.map(({ symbol }) => (
              <Entry
                key={`${market.key}/${symbol}`}
                words={`${symbol} on ${market.name}`}
                icon={<CandlestickChart aria-hidden="true" />}
                onSelect={() => go(marketPath(market.key, symbol))}
              />
            )),
          )}
        </Command.Group>
        <Command.Group heading="Help and looks" className={GROUP}>
          <Entry
            words="Keyboard shortcuts"
            icon={<Keyboard aria-hidden="true" />}
            onSelect={() => {
              onClose();
              onShortcuts();
            }}
          />
          <Entry
            words={isDark ? "Light theme" : "Dark theme"}
            icon={<SunMoon aria-hidden="true" />}
            onSelect={() => {
              change({ ...setting, theme: isDark ? "light" : "dark" });
              onClose();
            }}
          />
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
