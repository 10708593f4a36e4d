"use client";

import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { HaltVerb } from "../../server/contract/halt.ts";
import type { HaltTarget } from "./halt-target.ts";
import { consequenceText } from "./halt-words.ts";

type HaltDialogProps = {
  readonly target: HaltTarget;
  readonly targetName: string;
  readonly verb: HaltVerb;
  readonly isPending: boolean;
  readonly error?: string;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
};

/** Asks once, with what it would touch. Selling also wants the name typed: it can't be taken back. */
export function HaltDialog({ target, targetName, verb, isPending, error, onClose, onConfirm }: HaltDialogProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const consequence = useQuery(trpc.halt.consequence.queryOptions({ workspaceId: workspace.id, target }));
  const isSelling = verb === "flatten";
  return (
    <DangerDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={isSelling ? `Flatten ${targetName}` : `Cancel entries of ${targetName}`}
      consequence={consequenceText(verb, consequence.data)}
      {...(isSelling ? { nameToType: targetName } : {})}
      isReasonRequired
      verb={isSelling ? "Flatten" : "Cancel entries"}
      isPending={isPending}
      {...(error === undefined ? {} : { error })}
      onConfirm={onConfirm}
    />
  );
}
