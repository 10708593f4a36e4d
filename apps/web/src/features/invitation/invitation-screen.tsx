"use client";

import { formatDuration } from "@ballast/ui/format/duration";
import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { NowProvider, useNow } from "@ballast/ui/primitives/now-provider";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import type { InvitationPreview } from "../../server/contract/session.ts";
import { Entrance } from "../sign-in/entrance.tsx";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { signInWithPassword } from "../sign-in/password-sign-in.ts";

const PASSWORD_LENGTH_MIN = 12;

function Expiry({ expiresAtMs }: { readonly expiresAtMs: number }) {
  const nowMs = useNow();
  return <span>{nowMs === undefined ? "It expires." : `It expires in ${formatDuration(Math.max(0, expiresAtMs - nowMs))}.`}</span>;
}

function Lead({ invitation }: { readonly invitation: InvitationPreview }) {
  return (
    <>
      You are invited to <strong className="text-ink">{invitation.workspaceName}</strong> as {invitation.role.replace("_", " ")}.{" "}
      <Expiry expiresAtMs={invitation.expiresAtMs} />
    </>
  );
}

function AcceptForm({ token, invitation }: { readonly token: string; readonly invitation: InvitationPreview }) {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const accept = useMutation(trpc.invitation.accept.mutationOptions());
  const isBusy = accept.isPending || accept.isSuccess;

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const joined = await accept.mutateAsync({ token, name: invitation.hasAccount ? invitation.email : name, password });
    const answer = await signInWithPassword({ email: joined.email, password });
    location.assign(answer === "signed_in" ? `/w/${joined.workspaceKey}/overview` : "/sign-in");
  };

  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event).catch(() => undefined)}>
      <Field label="E-mail address">
        {(id) => <TextInput id={id} type="email" autoComplete="username" value={invitation.email} readOnly />}
      </Field>
      {!invitation.hasAccount && (
        <Field label="Your name">
          {(id) => (
            <TextInput
              id={id}
              autoComplete="name"
              required
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field
        label="Password"
        hint={invitation.hasAccount ? "That of the account which you have here already." : "Twelve characters at least."}
      >
        {(id) => (
          <TextInput
            id={id}
            type="password"
            autoComplete={invitation.hasAccount ? "current-password" : "new-password"}
            required
            minLength={invitation.hasAccount ? 1 : PASSWORD_LENGTH_MIN}
            maxLength={200}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <FormProblem text={accept.error?.message} />
      <Button tone="primary" type="submit" disabled={isBusy}>
        {isBusy ? "Joining…" : `Join ${invitation.workspaceName}`}
      </Button>
    </form>
  );
}

/** What the link invites to, and the form that accepts it. */
export function InvitationScreen({ token }: { readonly token: string }) {
  const trpc = useTRPC();
  const invitation = useQuery(trpc.invitation.preview.queryOptions({ token }, { refetchOnWindowFocus: false }));
  if (invitation.data !== undefined)
    return (
      <NowProvider>
        <Entrance title="Join a workspace" lead={<Lead invitation={invitation.data} />}>
          <AcceptForm token={token} invitation={invitation.data} />
        </Entrance>
      </NowProvider>
    );
  if (invitation.error !== null)
    return (
      <Entrance title="This link does not work" lead="It was used, revoked or has expired, or a part of it is missing.">
        <Button asChild>
          <a href="/sign-in">Sign in</a>
        </Button>
      </Entrance>
    );
  return (
    <Entrance title="Join a workspace" lead={<Skeleton className="h-4 w-3/4" />}>
      <Skeleton className="h-40" />
    </Entrance>
  );
}
