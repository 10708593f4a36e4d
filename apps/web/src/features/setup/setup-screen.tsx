"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { fieldText } from "../../client/entry-form.ts";
import { useTRPC } from "../../client/trpc.ts";
import { Entrance } from "../sign-in/entrance.tsx";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { signInWithPassword } from "../sign-in/password-sign-in.ts";

const PASSWORD_LENGTH_MIN = 12;

function AlreadySetUp() {
  return (
    <Entrance title="Ballast is set up" lead="It has its first owner already.">
      <Button asChild tone="primary">
        <a href="/sign-in">Sign in</a>
      </Button>
    </Entrance>
  );
}

/** The first person becomes owner of a new workspace. SQL lets exactly one be the first. */
export function SetupScreen() {
  const trpc = useTRPC();
  const setup = useQuery(trpc.setup.state.queryOptions());
  const create = useMutation(trpc.setup.create.mutationOptions());
  const isBusy = create.isPending || create.isSuccess;

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const text = (name: string): string => fieldText(event.currentTarget, name);
    const fields = { name: text("name"), workspaceName: text("workspaceName"), email: text("email"), password: text("password") };
    const { workspaceKey } = await create.mutateAsync(fields);
    const answer = await signInWithPassword(fields);
    location.assign(answer === "signed_in" ? `/w/${workspaceKey}/overview` : "/sign-in");
  };

  if (setup.data?.isNeeded === false && !create.isSuccess) return <AlreadySetUp />;
  return (
    <Entrance title="Set up Ballast" lead="You become the owner of the first workspace. Others join by invitation.">
      <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <Field label="Your name">{(id) => <TextInput id={id} autoComplete="name" required autoFocus maxLength={120} name="name" />}</Field>
        <Field label="Workspace" hint="The fund, desk or household whose money this is.">
          {(id) => <TextInput id={id} autoComplete="organization" required maxLength={120} name="workspaceName" />}
        </Field>
        <Field label="E-mail address">
          {(id) => <TextInput id={id} type="email" autoComplete="username" required maxLength={254} name="email" />}
        </Field>
        <Field label="Password" hint="Twelve characters at least.">
          {(id) => (
            <TextInput
              id={id}
              type="password"
              autoComplete="new-password"
              required
              minLength={PASSWORD_LENGTH_MIN}
              maxLength={200}
              name="password"
            />
          )}
        </Field>
        <FormProblem text={create.error?.message} />
        <Button tone="primary" type="submit" disabled={isBusy || setup.data === undefined}>
          {isBusy ? "Setting up…" : "Create workspace"}
        </Button>
      </form>
    </Entrance>
  );
}
