"use client";

import { Button } from "@ballast/ui/primitives/button";
import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";
import { haltTitle } from "./halt-words.ts";

/** Starting again is harder than halting: it takes the right, and a reason. */
export function ReleaseButton({ halt }: { readonly halt: Halt }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const right = useRight("halt.release");
  const [isAsked, setAsked] = useState(false);
  const release = useMutation(
    trpc.halt.release.mutationOptions({
      onSuccess: () => {
        setAsked(false);
        void queryClient.invalidateQueries();
      },
    }),
  );
  const isOurs = halt.scope !== "all" && halt.scope !== "model";
  return (
    <>
      <Button
        size="dense"
        disabled={!right.isAllowed || !isOurs}
        title={isOurs ? right.reason : "Set by whoever runs the installation, and released there."}
        onClick={() => setAsked(true)}
      >
        Release…
      </Button>
      <DangerDialog
        isOpen={isAsked}
        onOpenChange={setAsked}
        title="Release the halt"
        consequence={`${haltTitle(halt)}. Released, its accounts may open positions again at the next decision.`}
        isReasonRequired
        verb="Release"
        isPending={release.isPending}
        {...(release.isError ? { error: release.error.message } : {})}
        onConfirm={(reason) => release.mutate({ workspaceId: workspace.id, haltId: halt.id, reason })}
      />
    </>
  );
}
