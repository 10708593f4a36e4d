"use client";

import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";
import { haltTitle } from "./halt-words.ts";

/** Asks for the reason to start again, and says what that allows. */
export function ReleaseDialog({ halt, onClose }: { readonly halt: Halt; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const release = useMutation(
    trpc.halt.release.mutationOptions({
      onSuccess: () => {
        onClose();
        void queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <DangerDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Release the halt"
      consequence={`${haltTitle(halt)}. Released, its accounts may open positions again at the next decision.`}
      isReasonRequired
      verb="Release"
      isPending={release.isPending}
      {...(release.isError ? { error: release.error.message } : {})}
      onConfirm={(reason) => release.mutate({ workspaceId: workspace.id, haltId: halt.id, reason })}
    />
  );
}
