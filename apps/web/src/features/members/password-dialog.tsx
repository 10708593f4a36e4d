"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Field } from "@ballast/ui/primitives/field";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type SubmitEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { FormProblem } from "../sign-in/form-problem.tsx";

type PasswordDialogProps = { readonly onClose: () => void; readonly onChanged: (endedSessions: number) => void };
type Fields = { readonly current: string; readonly next: string; readonly again: string };

const LENGTH_MIN = 12;
const LENGTH_MAX = 200;
const EMPTY: Fields = { current: "", next: "", again: "" };

const FIELDS: readonly { readonly name: keyof Fields; readonly label: string; readonly autoComplete: string; readonly hint?: string }[] = [
  { name: "current", label: "Present password", autoComplete: "current-password" },
  {
    name: "next",
    label: "New password",
    autoComplete: "new-password",
    hint: "Twelve characters at least, without your e-mail address. A few words that only you put together are best.",
  },
  { name: "again", label: "New password, once more", autoComplete: "new-password" },
];

/** Asks for the present password and a new one. Every other browser is signed out with it. */
export function PasswordDialog({ onClose, onChanged }: PasswordDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { me } = useWorkspace();
  const formId = useId();
  const [fields, setFields] = useState(EMPTY);
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: ({ endedSessions }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
        onChanged(endedSessions);
      },
      onError: () => setFields((before) => ({ ...before, current: "" })),
    }),
  );
  const differs = fields.again !== "" && fields.again !== fields.next;
  const isComplete = fields.current !== "" && fields.next.length >= LENGTH_MIN && fields.again === fields.next;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isComplete && !change.isPending) change.mutate({ currentPassword: fields.current, newPassword: fields.next });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Change your password"
      description="You stay signed in here. Every other browser is signed out within five seconds."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={formId} disabled={!isComplete || change.isPending}>
            {change.isPending ? "Changing…" : "Change password"}
          </Button>
        </>
      }
    >
      <form id={formId} className="flex flex-col gap-3" onSubmit={submit}>
        {/* Tells password managers whose password this is. */}
        <input type="text" autoComplete="username" value={me.person.email} readOnly hidden />
        {FIELDS.map(({ name, label, autoComplete, hint }) => (
          <Field
            key={name}
            label={label}
            {...(hint === undefined ? {} : { hint })}
            {...(name === "again" && differs ? { error: "The two are not the same." } : {})}
          >
            {(id) => (
              <TextInput
                id={id}
                type="password"
                autoComplete={autoComplete}
                required
                autoFocus={name === "current"}
                minLength={name === "current" ? 1 : LENGTH_MIN}
                maxLength={LENGTH_MAX}
                value={fields[name]}
                onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <FormProblem text={change.error?.message} />
      </form>
    </Dialog>
  );
}
