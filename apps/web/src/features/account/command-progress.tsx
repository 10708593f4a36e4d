"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";

const ASK_AGAIN_MS = 1_000;
const isFinal = (state: string | undefined): boolean => state === "done" || state === "refused" || state === "failed";

/** What becomes of something asked of the engine, until it is done or refused. */
export function CommandProgress({ commandId, doneText }: { readonly commandId: string; readonly doneText: string }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const command = useQuery(
    trpc.command.byId.queryOptions(
      { workspaceId: workspace.id, commandId },
      { refetchInterval: (query) => (isFinal(query.state.data?.state) ? false : ASK_AGAIN_MS) },
    ),
  );
  const state = command.data?.state;
  if (state === "done")
    return (
      <div role="status" className="flex flex-col gap-1 text-13">
        <p className="flex items-center gap-2">
          <CircleCheck aria-hidden="true" className="size-4 text-gain" />
          {doneText}
        </p>
        {command.data?.message === undefined ? null : <p className="text-ink-muted">{command.data.message}</p>}
      </div>
    );
  if (state === "refused" || state === "failed")
    return (
      <p role="alert" className="flex items-center gap-2 text-13">
        <CircleAlert aria-hidden="true" className="size-4 text-halt" />
        {command.data?.message ?? "The engine could not do it."}
      </p>
    );
  return (
    <p role="status" className="flex items-center gap-2 text-13 text-ink-muted">
      <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
      {state === "claimed" ? "The engine is at it." : "Waiting for the engine."}
    </p>
  );
}
