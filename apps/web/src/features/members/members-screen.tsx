"use client";

import { Button } from "@ballast/ui/primitives/button";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Panel } from "@ballast/ui/primitives/panel";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { RouterOutputs } from "../../server/routers/app-router.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { RestrictedState } from "../shell/restricted-state.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberTable } from "./member-table.tsx";
import { RoleRequestList } from "./role-request-list.tsx";

type MemberList = RouterOutputs["member"]["list"];

function stateLine({ members, invitations, roleRequests }: MemberList): string {
  const parts = [`${members.length} member${members.length === 1 ? "" : "s"}`];
  if (invitations.length > 0) parts.push(`${invitations.length} invited`);
  if (roleRequests.length > 0) parts.push(`${roleRequests.length} role${roleRequests.length === 1 ? "" : "s"} to approve`);
  return parts.join(", ");
}

/** Who may do what here: members and their roles, open invitations, and raised roles that wait for a second person. */
export function MembersScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const read = useRight("member.read");
  const invite = useRight("member.invite");
  const [isInviting, setInviting] = useState(false);
  const list = useQuery(trpc.member.list.queryOptions({ workspaceId: workspace.id }, { enabled: read.isAllowed }));
  if (!read.isAllowed)
    return (
      <>
        <PageHeader title="Members" />
        <RestrictedState what="the members" reason={read.reason} />
      </>
    );
  const action = invite.isAllowed && (
    <Button tone="primary" onClick={() => setInviting(true)}>
      <UserPlus aria-hidden="true" />
      Invite
    </Button>
  );
  return (
    <>
      <PageHeader title="Members" state={list.data === undefined ? undefined : stateLine(list.data)} action={action} />
      <QueryView
        query={list}
        what="The members"
        loading={
          <Panel isFlush>
            <SkeletonRows count={4} label="Loading members" />
          </Panel>
        }
      >
        {(data) => (
          <div className="flex flex-col gap-3">
            {data.roleRequests.length > 0 && <RoleRequestList requests={data.roleRequests} />}
            <MemberTable members={data.members} />
            {data.invitations.length > 0 && <InvitationTable invitations={data.invitations} />}
          </div>
        )}
      </QueryView>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
