"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import type { RoleRequest } from "../../server/contract/member.ts";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { roleLabel } from "./roles.ts";
import { useMemberChange } from "./use-member-change.ts";

/**
 * Role grants that wait: for a second person, or, in a workspace of one, for the end of its cooling
 * off. Who asked sees them too, and why they can't decide; whether it has cooled off SQL knows.
 */
export function RoleRequestList({ requests }: { readonly requests: readonly RoleRequest[] }) {
  const trpc = useTRPC();
  const { workspaceId, onSettled } = useMemberChange();
  const decide = useMutation(trpc.member.decideRole.mutationOptions({ onSettled }));
  return (
    <Panel title="Roles to approve" isFlush>
      <FormProblem text={decide.error?.message} />
      <ul>
        {requests.map((request) => (
          <li
            key={request.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-13 last:border-b-0"
          >
            <span className="min-w-56 flex-1">
              <span className="font-medium">{request.name}</span>: {roleLabel(request.fromRole)} → {roleLabel(request.toRole)}
              <span className="block text-12 text-ink-muted">
                {request.requestedBy}, <Timestamp atMs={request.requestedAtMs} />: “{request.reason}”
              </span>
            </span>
            {!request.mayDecide && <span className="text-12 text-ink-muted">Waits for another owner, admin or risk officer.</span>}
            {request.coolsOffAtMs !== undefined && (
              <span className="text-12 text-ink-muted">
                Cools off until <Timestamp atMs={request.coolsOffAtMs} />
              </span>
            )}
            {request.mayDecide && (
              <>
                <Button
                  size="dense"
                  disabled={decide.isPending}
                  onClick={() => decide.mutate({ workspaceId, requestId: request.id, decision: "rejected" })}
                >
                  Reject
                </Button>
                <Button
                  size="dense"
                  tone="primary"
                  disabled={decide.isPending}
                  onClick={() => decide.mutate({ workspaceId, requestId: request.id, decision: "approved" })}
                >
                  {request.coolsOffAtMs === undefined ? "Approve" : "Confirm"}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
