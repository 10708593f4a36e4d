"use client";

import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";
import { haltTitle } from "./halt-words.ts";

const STARTS = {
  1: "Released, its accounts may open positions again at the next decision.",
  2: "Its profile wants two people: the first asks, the second releases it in the same way.",
} as const;
const AGREEMENT =
  "Whoever runs the installation set it. Its profile wants two people here: the first asks, the second agrees in the same way, and then it can be released there.";
const ASKED = {
  second_person: "Asked for. It stays in force until another owner, admin or risk officer does this too.",
  cooling_off: "Asked for. You are alone here: do this again after 24 hours of cooling off.",
  installation: "Agreed to. It stays in force until whoever runs the installation releases it: npx ballast halt release.",
} as const;

type ReleaseDialogProps = {
  readonly halt: Halt;
  /** Of the whole installation: people here agree to its release, and it is released elsewhere. */
  readonly isAgreement: boolean;
  readonly onClose: () => void;
};

/** Asks for the reason to start again, and says what that allows. */
export function ReleaseDialog({ halt, isAgreement, onClose }: ReleaseDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const release = useMutation(
    trpc.halt.release.mutationOptions({
      onSuccess: ({ outcome }) => {
        if (outcome === "released") onClose();
        void queryClient.invalidateQueries();
      },
    }),
  );
  const asked = release.data?.outcome === "asked" ? ASKED[release.data.waitsFor] : undefined;
  return (
    <DangerDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={isAgreement ? "Agree to the release" : "Release the halt"}
      consequence={asked ?? `${haltTitle(halt)}. ${isAgreement ? AGREEMENT : STARTS[halt.releasePersons]}`}
      isReasonRequired
      verb={isAgreement ? "Agree" : "Release"}
      isPending={release.isPending}
      {...(release.isError ? { error: release.error.message } : {})}
      onConfirm={(reason) => release.mutate({ workspaceId: workspace.id, haltId: halt.id, reason })}
    />
  );
}
