"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { Button } from "@ballast/ui/primitives/button";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useState } from "react";
import { useRight } from "../../client/workspace.tsx";
import type { MemberRow } from "../../server/contract/member.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { roleLabel } from "./roles.ts";

type Asked = { readonly kind: "role" | "remove"; readonly member: MemberRow };

function actsColumn(onAsk: (asked: Asked) => void): Column<MemberRow> {
  return {
    key: "acts",
    header: "Change",
    isSortable: false,
    align: "right",
    value: () => undefined,
    cell: (member) => (
      <span className="inline-flex gap-1">
        <Button size="dense" tone="quiet" onClick={() => onAsk({ kind: "role", member })}>
          Change role
        </Button>
        <Button size="dense" tone="quiet" onClick={() => onAsk({ kind: "remove", member })}>
          Remove
        </Button>
      </span>
    ),
  };
}

function columnsOf(of: { readonly mayChange: boolean; readonly onAsk: (asked: Asked) => void }): readonly Column<MemberRow>[] {
  return [
    {
      key: "name",
      header: "Name",
      value: ({ name }) => name,
      cell: (member) => (
        <span className="inline-flex items-center gap-2">
          {member.name}
          {member.isSelf && <Badge>you</Badge>}
        </span>
      ),
    },
    { key: "email", header: "E-mail", value: ({ email }) => email, isFlexible: true, isWide: true },
    { key: "role", header: "Role", value: ({ role }) => roleLabel(role) },
    {
      key: "joined",
      header: "Joined",
      unit: "UTC",
      value: ({ joinedAtMs }) => joinedAtMs,
      cell: ({ joinedAtMs }) => <Timestamp atMs={joinedAtMs} />,
      isWide: true,
    },
    ...(of.mayChange ? [actsColumn(of.onAsk)] : []),
  ];
}

export function MemberTable({ members }: { readonly members: readonly MemberRow[] }) {
  const right = useRight("member.change");
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const close = (): void => setAsked(undefined);
  const columns = columnsOf({ mayChange: right.isAllowed, onAsk: setAsked });
  return (
    <Panel isFlush>
      <DataTable caption="Members" columns={columns} rows={members} rowKey={({ personId }) => personId} hasToolbar={members.length > 8} />
      {asked?.kind === "role" && <RoleDialog member={asked.member} onClose={close} />}
      {asked?.kind === "remove" && <RemoveDialog member={asked.member} onClose={close} />}
    </Panel>
  );
}
