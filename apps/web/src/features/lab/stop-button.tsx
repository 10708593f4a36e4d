"use client";

import { Button } from "@ballast/ui/primitives/button";
import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { StudyDetail } from "../shell/answers.ts";

/** Stops a study that waits or runs. What it tried so far stays counted. */
export function StopButton({ study }: { readonly study: StudyDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  const [isOpen, setIsOpen] = useState(false);
  const stop = useMutation(
    trpc.lab.cancel.mutationOptions({
      onSuccess: async () => {
        setIsOpen(false);
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setIsOpen(true)} disabled={!right.isAllowed || study.isStopping} title={right.reason}>
        <Square aria-hidden="true" />
        {study.isStopping ? "Stopping" : "Stop"}
      </Button>
      <DangerDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Stop this study?"
        consequence="None of its points is stored from then on, and it has no result. What it tried so far stays counted as trials of its dataset."
        isReasonRequired
        verb="Stop study"
        isPending={stop.isPending}
        {...(stop.error === null ? {} : { error: stop.error.message })}
        onConfirm={(reason) => stop.mutate({ workspaceId: workspace.id, studyId: study.id, reason })}
      />
    </>
  );
}
