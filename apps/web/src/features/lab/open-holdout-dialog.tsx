"use client";

import { Button } from "@ballast/ui/primitives/button";
import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { formatUtcDate } from "@ballast/ui/format/time";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CommandProgress } from "../account/command-progress.tsx";
import type { HoldoutView } from "../shell/answers.ts";
import { datasetText } from "./study-words.ts";

type OpenHoldoutDialogProps = { readonly holdout: HoldoutView; readonly onClose: () => void };

/** Opens a holdout, with its name typed and a reason: what was seen can not be unseen. */
export function OpenHoldoutDialog({ holdout, onClose }: OpenHoldoutDialogProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const open = useMutation(trpc.lab.openHoldout.mutationOptions());
  const title = `Open the holdout of ${datasetText(holdout)}?`;
  if (open.data !== undefined)
    return (
      <Dialog
        isOpen
        onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
        title={title}
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <CommandProgress commandId={open.data.commandId} doneText="It is open. Every study from now on may look at it, and counts." />
      </Dialog>
    );
  return (
    <DangerDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title}
      consequence={`From ${formatUtcDate(holdout.fromMs)} on every study may look at these bars. It opens once, for everyone, and can't be closed again: your name and reason stand beside every result.`}
      nameToType={holdout.instruments.join(", ")}
      isReasonRequired
      verb="Open for good"
      isPending={open.isPending}
      {...(open.error === null ? {} : { error: open.error.message })}
      onConfirm={(reason) => open.mutate({ workspaceId: workspace.id, holdoutId: holdout.id, reason })}
    />
  );
}
