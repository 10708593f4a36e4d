"use client";

import { Button } from "@ballast/ui/primitives/button";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useRight } from "../../client/workspace.tsx";
import type { InvitationRow } from "../../server/contract/member.ts";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { roleLabel } from "./roles.ts";
import { useMemberChange } from "./use-member-change.ts";

const COLUMNS: readonly Column<InvitationRow>[] = [
  { key: "email", header: "E-mail", value: ({ email }) => email, isFlexible: true },
  { key: "role", header: "Role", value: ({ role }) => roleLabel(role) },
  { key: "by", header: "Invited by", value: ({ invitedBy }) => invitedBy, isWide: true },
  {
    key: "expires",
    header: "Expires",
    unit: "UTC",
    value: ({ expiresAtMs }) => expiresAtMs,
    cell: ({ expiresAtMs }) => <Timestamp atMs={expiresAtMs} />,
    isWide: true,
  },
];

/** Links that were made and not used. */
export function InvitationTable({ invitations }: { readonly invitations: readonly InvitationRow[] }) {
  const trpc = useTRPC();
  const right = useRight("member.invite");
  const { workspaceId, onSettled } = useMemberChange();
  const revoke = useMutation(trpc.member.revokeInvitation.mutationOptions({ onSettled }));
  const acts: Column<InvitationRow> = {
    key: "acts",
    header: "Change",
    isSortable: false,
    align: "right",
    value: () => undefined,
    cell: ({ id }) => (
      <Button size="dense" tone="quiet" disabled={revoke.isPending} onClick={() => revoke.mutate({ workspaceId, invitationId: id })}>
        Revoke
      </Button>
    ),
  };
  const columns = right.isAllowed ? [...COLUMNS, acts] : COLUMNS;
  return (
    <Panel title="Open invitations" isFlush>
      <FormProblem text={revoke.error?.message} />
      <DataTable caption="Open invitations" columns={columns} rows={invitations} rowKey={({ id }) => id} hasToolbar={false} />
    </Panel>
  );
}
