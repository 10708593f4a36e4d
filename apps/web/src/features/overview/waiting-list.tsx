"use client";

import { Age } from "@ballast/ui/primitives/age";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { WaitingItem } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";

const SHOWN_MAX = 4;

/** A halt is as old as its market's clock says, which may be another than ours: its hour stands there instead of an age. */
function Item({ item }: { readonly item: WaitingItem }) {
  const { workspace } = useWorkspace();
  return (
    <li className="flex flex-col border-b border-line px-3 py-2 text-13 last:border-b-0">
      <span className="flex items-baseline justify-between gap-2">
        <span className="flex min-w-0 items-baseline gap-1.5">
          {item.kind === "incident" && <CircleAlert aria-label="Critical" className="size-3.5 shrink-0 self-center text-halt" />}
          {item.path === undefined ? (
            <span className="font-medium">{item.title}</span>
          ) : (
            <NavLink href={workspacePath(workspace.key, item.path)} className="quiet-link font-medium">
              {item.title}
            </NavLink>
          )}
        </span>
        {item.sinceMs !== undefined && (
          <span className="shrink-0 text-12 text-ink-faint">
            {item.kind === "halt_in_force" ? <Timestamp atMs={item.sinceMs} /> : <Age atMs={item.sinceMs} />}
          </span>
        )}
      </span>
      <span className="text-12 break-words text-ink-muted">{item.detail}</span>
    </li>
  );
}

/** What only a person can move on. */
export function WaitingList({ items }: { readonly items: readonly WaitingItem[] }) {
  const rest = items.length - SHOWN_MAX;
  return (
    <Panel title="Waits for you" note={items.length > 0 ? String(items.length) : undefined} isFlush>
      {items.length === 0 ? (
        <p className="flex h-12 items-center gap-2 px-3 text-13 text-ink-muted">
          <CircleCheck aria-hidden="true" className="size-4 text-gain" />
          Nothing. It goes on by itself.
        </p>
      ) : (
        <ul>
          {items.slice(0, SHOWN_MAX).map((item) => (
            <Item key={`${item.kind}/${item.title}/${item.detail}`} item={item} />
          ))}
        </ul>
      )}
      {rest > 0 && <p className="px-3 pb-2 text-12 text-ink-muted">and {rest} more</p>}
    </Panel>
  );
}
