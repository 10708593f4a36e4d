"use client";

import { DangerDialog } from "@ballast/ui/primitives/danger-dialog";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import type { MemberRow } from "../../server/contract/member.ts";
import { useMemberChange } from "./use-member-change.ts";

export function RemoveDialog({ member, onClose }: { readonly member: MemberRow; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const { workspaceId, onSettled } = useMemberChange();
  const remove = useMutation(trpc.member.remove.mutationOptions({ onSettled, onSuccess: onClose }));
  return (
    <DangerDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Remove ${member.name}`}
      consequence={`${member.name} loses access to this workspace at once. Accounts, orders and halts stay as they are.`}
      isReasonRequired
      verb="Remove"
      isPending={remove.isPending}
      {...(remove.error === null ? {} : { error: remove.error.message })}
      onConfirm={(reason) => remove.mutate({ workspaceId, personId: member.personId, reason })}
    />
  );
}
