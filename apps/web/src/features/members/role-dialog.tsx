"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { MemberRow } from "../../server/contract/member.ts";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { ROLE_WORDS, roleLabel, roleOf } from "./roles.ts";
import { useMemberChange } from "./use-member-change.ts";

const REASON_LENGTH_MIN = 3;

/** Changes a role; a grant is asked for, and the dialog says that it now waits for a second person. */
export function RoleDialog({ member, onClose }: { readonly member: MemberRow; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { workspaceId, onSettled } = useMemberChange();
  const formId = useId();
  const [role, setRole] = useState(member.role);
  const [reason, setReason] = useState("");
  const change = useMutation(
    trpc.member.changeRole.mutationOptions({ onSettled, onSuccess: ({ outcome }) => (outcome === "changed" ? onClose() : undefined) }),
  );
  const isWaiting = change.data?.outcome === "awaits_approval";
  const isReady = role !== member.role && reason.trim().length >= REASON_LENGTH_MIN && !change.isPending;
  const options = ROLE_WORDS.filter((words) => words.role !== "owner" || workspace.role === "owner").map((words) => ({
    value: words.role,
    label: `${words.label}: ${words.may.toLowerCase()}`,
  }));
  const footer = isWaiting ? (
    <Button onClick={onClose}>Close</Button>
  ) : (
    <>
      <Button onClick={onClose}>Keep {roleLabel(member.role).toLowerCase()}</Button>
      <Button tone="primary" type="submit" form={formId} disabled={!isReady}>
        Change role
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Role of ${member.name}`}
      description="A lower role holds at once. Any other waits for another owner, admin or risk officer to approve it."
      footer={footer}
    >
      {isWaiting ? (
        <p className="text-13">Asked. It holds once another owner, admin or risk officer has approved it.</p>
      ) : (
        <form
          id={formId}
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) change.mutate({ workspaceId, personId: member.personId, role, reason: reason.trim() });
          }}
        >
          <Field label="Role">
            {(id) => (
              <Select id={id} label="Role" value={role} options={options} onChange={(value) => setRole(roleOf(value) ?? member.role)} />
            )}
          </Field>
          <Field label="Reason" hint="Stands in the audit log.">
            {(id) => <TextInput id={id} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <FormProblem text={change.error?.message} />
        </form>
      )}
    </Dialog>
  );
}
