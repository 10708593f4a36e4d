"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { fieldText, useIsAlive } from "../../client/entry-form.ts";
import { useTRPC } from "../../client/trpc.ts";
import { Entrance } from "./entrance.tsx";
import { FormProblem } from "./form-problem.tsx";
import { destination, signInWithPassword, type SignInAnswer } from "./password-sign-in.ts";

const PROBLEMS: Readonly<Record<Exclude<SignInAnswer, "signed_in">, string>> = {
  wrong: "This e-mail address and password do not belong together.",
  limited: "Too many tries have failed. Wait a quarter of an hour and try again.",
  unreachable: "Ballast does not answer. Check that it is running and try again.",
};

function SetupHint() {
  const trpc = useTRPC();
  const setup = useQuery(trpc.setup.state.queryOptions());
  if (setup.data?.isNeeded !== true) return <span>Need access? Ask an owner or admin of your workspace for an invitation.</span>;
  return (
    <span>
      No workspace of your own here yet?{" "}
      <a className="quiet-link" href="/setup">
        Set up Ballast
      </a>{" "}
      and become its owner.
    </span>
  );
}

/** The way in: an e-mail address and a password. A wrong address and a wrong password get the same answer. */
export function SignInScreen({ next }: { readonly next: string | undefined }) {
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<SignInAnswer | "idle" | "asking">("idle");
  const problem = state === "idle" || state === "asking" || state === "signed_in" ? undefined : PROBLEMS[state];
  const isAlive = useIsAlive();
  const isBusy = state === "asking" || state === "signed_in";

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    setState("asking");
    const answer = await signInWithPassword({ email: fieldText(form, "email"), password: fieldText(form, "password") });
    setState(answer);
    if (answer === "signed_in") location.assign(destination(next));
    else setTries(tries + 1);
  };

  return (
    <Entrance
      title="Sign in"
      lead={next === undefined ? "To your workspace." : "Your session has ended, or you are new here."}
      foot={<SetupHint />}
    >
      <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
        <Field label="E-mail address">
          {(id) => <TextInput id={id} name="email" type="email" autoComplete="username" required autoFocus />}
        </Field>
        <Field label="Password">
          {(id) => <TextInput key={tries} id={id} name="password" type="password" autoComplete="current-password" required />}
        </Field>
        <FormProblem text={problem} />
        <Button tone="primary" type="submit" disabled={isBusy || !isAlive}>
          {isBusy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </Entrance>
  );
}
