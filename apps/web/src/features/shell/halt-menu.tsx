"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Menu } from "@ballast/ui/primitives/menu";
import { MenuItem } from "@ballast/ui/primitives/menu-item";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { HaltVerb } from "../../server/contract/halt.ts";
import type { HaltTarget } from "./halt-target.ts";
import { verbsOf } from "./halt-words.ts";

/** Asked for two verbs only, so its script comes with the first question. */
const HaltDialog = dynamic(() => import("./halt-dialog.tsx").then((file) => file.HaltDialog), { ssr: false });

type HaltMenuProps = { readonly target: HaltTarget; readonly targetName: string; readonly isFrame?: boolean };

const UNASKED_REASON = "Halted by hand, without a question";

/** Halting, always in reach of who may: the two mild verbs act at once, the two that touch orders ask once with the consequence. */
export function HaltMenu({ target, targetName, isFrame = false }: HaltMenuProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { me, workspace } = useWorkspace();
  const right = useRight("halt.set");
  const [asked, setAsked] = useState<HaltVerb | undefined>(undefined);
  const set = useMutation(
    trpc.halt.set.mutationOptions({
      // A halt is tried even where the browser believes itself offline, rather than kept for later.
      networkMode: "always",
      onSuccess: () => {
        setAsked(undefined);
        void queryClient.invalidateQueries();
      },
    }),
  );
  const act = (verb: HaltVerb, reason: string): void => set.mutate({ workspaceId: workspace.id, target, verb, reason });
  const roles = me.rolesByPermission["halt.set"].map((role) => role.replace("_", " ")).join(", ");
  const trigger = (
    <Button
      tone={isFrame && right.isAllowed ? "danger" : "secondary"}
      disabled={set.isPending || !right.isAllowed}
      title={right.isAllowed ? `Halt ${targetName}` : `To halt: ${roles}`}
      aria-label={isFrame ? "Halt" : `Halt ${targetName}`}
    >
      <OctagonPause aria-hidden="true" />
      <span className={isFrame ? "max-sm:sr-only" : undefined}>Halt</span>
    </Button>
  );
  if (!right.isAllowed)
    return (
      <span className="flex items-center gap-2">
        <span className={isFrame ? "sr-only" : "text-12 text-ink-muted"}>To halt: {roles}.</span>
        {trigger}
      </span>
    );
  return (
    <>
      <Menu trigger={trigger}>
        {verbsOf(target.scope).map(({ verb, act: words, meaning, isAsked }) => (
          <MenuItem key={verb} isDanger={isAsked} onSelect={() => (isAsked ? setAsked(verb) : act(verb, UNASKED_REASON))}>
            <span className="flex max-w-64 flex-col py-0.5">
              <span className="font-medium">{words}</span>
              <span className="text-12 text-ink-muted">{meaning}</span>
            </span>
          </MenuItem>
        ))}
      </Menu>
      {set.isError && asked === undefined && (
        <p role="alert" className="fixed top-14 right-4 z-50 rounded border border-halt/50 bg-halt-soft px-3 py-2 text-13 text-ink">
          The halt was not set: {set.error.message} Try again.
        </p>
      )}
      {asked !== undefined && (
        <HaltDialog
          target={target}
          targetName={targetName}
          verb={asked}
          isPending={set.isPending}
          {...(set.isError ? { error: set.error.message } : {})}
          onClose={() => setAsked(undefined)}
          onConfirm={(reason) => act(asked, reason)}
        />
      )}
    </>
  );
}
