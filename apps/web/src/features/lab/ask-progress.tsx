"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";

const ASK_AGAIN_MS = 700;
const isFinal = (state: string | undefined): boolean => state === "done" || state === "refused" || state === "failed";

/** Waits for the engine to open the study, and goes to its page; a refusal stands here in its own words. */
export function AskProgress({ commandId }: { readonly commandId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { workspace } = useWorkspace();
  const asked = useQuery(
    trpc.lab.asked.queryOptions(
      { workspaceId: workspace.id, commandId },
      { refetchInterval: (query) => (isFinal(query.state.data?.state) ? false : ASK_AGAIN_MS) },
    ),
  );
  const studyId = asked.data?.studyId;
  useEffect(() => {
    if (studyId !== undefined) router.push(workspacePath(workspace.key, `lab/${studyId}`));
  }, [router, studyId, workspace.key]);
  const state = asked.data?.state;
  if (state === "refused" || state === "failed")
    return (
      <p role="alert" className="flex items-start gap-2 text-13 text-halt">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {asked.data?.message ?? "The engine could not do it."}
      </p>
    );
  return (
    <p role="status" className="flex items-center gap-2 text-13 text-ink-muted">
      <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
      {state === "claimed" ? "The engine reads the bars." : "Waiting for the engine."}
    </p>
  );
}
