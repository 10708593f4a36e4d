"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { ChangeList } from "./change-list.tsx";

/** Raised limits of live accounts that wait for a second person; nothing is shown where none waits. */
export function RaiseList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const raises = useQuery(trpc.profile.raises.queryOptions({ workspaceId: workspace.id }));
  const decide = useMutation(trpc.profile.decideRaise.mutationOptions({ onSettled: () => void queryClient.invalidateQueries() }));
  if (raises.data === undefined || raises.data.length === 0) return null;
  return (
    <Panel title="Raised limits to approve" isFlush>
      {decide.isError && (
        <p role="alert" className="px-3 pt-2 text-13 text-halt">
          {decide.error.message}
        </p>
      )}
      <ul>
        {raises.data.map((raise) => (
          <li key={raise.id} className="flex flex-col gap-1.5 border-b border-line px-3 py-2 text-13 last:border-b-0">
            <p>
              <span className="font-medium">{raise.accountName}</span> to {raise.profileKey}, version {raise.version}
              <span className="block text-12 text-ink-muted">
                {raise.requestedBy}, <Timestamp atMs={raise.requestedAtMs} />: “{raise.reason}”
              </span>
            </p>
            <ChangeList changes={raise.changes} />
            <div className="flex flex-wrap items-center gap-2">
              {raise.mayDecide &&
                (["rejected", "approved"] as const).map((decision) => (
                  <Button
                    key={decision}
                    size="dense"
                    tone={decision === "approved" ? "primary" : "secondary"}
                    disabled={decide.isPending}
                    onClick={() => decide.mutate({ workspaceId: workspace.id, requestId: raise.id, decision })}
                  >
                    {decision === "approved" ? "Approve" : "Reject"}
                  </Button>
                ))}
              {!raise.mayDecide && <span className="text-12 text-ink-muted">Waits for another owner, admin or risk officer.</span>}
              {raise.coolsOffAtMs !== undefined && (
                <span className="text-12 text-ink-muted">
                  Cools off until <Timestamp atMs={raise.coolsOffAtMs} />
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
