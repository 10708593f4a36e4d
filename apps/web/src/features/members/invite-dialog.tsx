"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Button } from "@ballast/ui/primitives/button";
import { Copyable } from "@ballast/ui/primitives/copyable";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { InvitationCreated } from "../../server/contract/member.ts";
import type { Role } from "../../server/permissions.ts";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { ROLE_WORDS, roleOf } from "./roles.ts";
import { useMemberChange } from "./use-member-change.ts";

/** Why a link lets nobody in yet; nothing for a viewer's, which works at once. */
const WAITING_WORDS: Readonly<Record<InvitationCreated["waitsFor"], string | undefined>> = {
  nobody: undefined,
  second_person: "It works once another owner, admin or risk officer has approved the role.",
  cooling_off: "You are alone here, so the role cools off for 24 hours: confirm it on this page then, and the link works.",
};

function InvitationLink({ invitation }: { readonly invitation: InvitationCreated }) {
  return (
    <div className="flex flex-col gap-2 text-13">
      <p>Send this link yourself. It is shown once, works once, and expires {formatUtc(invitation.expiresAtMs)} UTC.</p>
      {WAITING_WORDS[invitation.waitsFor] !== undefined && <p>{WAITING_WORDS[invitation.waitsFor]}</p>}
      <Copyable text={`${location.origin}${invitation.path}`} label="invitation link" className="border border-line bg-sunken py-1" />
    </div>
  );
}

/** Makes a link for one address and one role. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { workspaceId, onSettled } = useMemberChange();
  const formId = useId();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const invite = useMutation(trpc.member.invite.mutationOptions({ onSettled }));
  const options = ROLE_WORDS.filter((words) => words.role !== "owner" || workspace.role === "owner").map((words) => ({
    value: words.role,
    label: `${words.label}: ${words.may.toLowerCase()}`,
  }));
  const footer =
    invite.data === undefined ? (
      <>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="primary" type="submit" form={formId} disabled={email.trim() === "" || invite.isPending}>
          Make the link
        </Button>
      </>
    ) : (
      <Button onClick={onClose}>Close</Button>
    );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Invite a member"
      description="They set their own password when they accept. A viewer may join at once; any other role waits for a second person, or, while you are alone here, for 24 hours."
      footer={footer}
    >
      {invite.data !== undefined ? (
        <InvitationLink invitation={invite.data} />
      ) : (
        <form
          id={formId}
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ workspaceId, email: email.trim(), role });
          }}
        >
          <Field label="E-mail address">
            {(id) => (
              <TextInput
                id={id}
                type="email"
                required
                autoFocus
                maxLength={254}
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label="Role">
            {(id) => (
              <Select id={id} label="Role" value={role} options={options} onChange={(value) => setRole(roleOf(value) ?? "viewer")} />
            )}
          </Field>
          <FormProblem text={invite.error?.message} />
        </form>
      )}
    </Dialog>
  );
}
