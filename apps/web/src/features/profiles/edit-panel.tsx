"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { Panel } from "@ballast/ui/primitives/panel";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { ProfileFault, ProfileVersion, WrittenProfile } from "../shell/answers.ts";
import { ChangeList } from "./change-list.tsx";
import { draftOf, writtenOf, type Draft } from "./profile-draft.ts";
import { pathLabel, PROFILE_GROUPS, fieldOf } from "./profile-fields.ts";
import { ProfileField } from "./profile-field.tsx";

const REASON_MIN = 3;

type Faults = readonly ProfileFault[];

function faultAt(faults: Faults, path: string): { readonly error?: string } {
  const words = faults.filter((fault) => fault.path === path).map((fault) => fault.words);
  return words.length === 0 ? {} : { error: words.join("; ") };
}

/** What is wrong and has no field of its own stands over the buttons. */
function OtherFaults({ faults }: { readonly faults: Faults }) {
  const others = faults.filter(({ path }) => fieldOf(path) === undefined);
  if (others.length === 0) return null;
  return (
    <ul role="alert" className="text-13 text-halt">
      {others.map(({ path, words }) => (
        <li key={`${path}/${words}`}>
          {pathLabel(path)}: {words}
        </li>
      ))}
    </ul>
  );
}

function Groups({
  draft,
  faults,
  isDisabled,
  onChange,
}: {
  readonly draft: Draft;
  readonly faults: Faults;
  readonly isDisabled: boolean;
  readonly onChange: (path: string, value: string) => void;
}) {
  return PROFILE_GROUPS.map(({ title, fields }) => (
    <fieldset key={title} className="min-w-0">
      <legend className="mb-1.5 text-13 font-semibold">{title}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {Object.entries(fields).map(([path, terms]) => (
          <ProfileField
            key={path}
            terms={terms}
            value={draft[path] ?? ""}
            isDisabled={isDisabled}
            onChange={(value) => onChange(path, value)}
            {...faultAt(faults, path)}
          />
        ))}
      </div>
    </fieldset>
  ));
}

function EditForm({ base, written }: { readonly base: ProfileVersion; readonly written: WrittenProfile }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const right = useRight("profile.write");
  const [draft, setDraft] = useState<Draft>(() => draftOf(written));
  const [reason, setReason] = useState("");
  const check = useMutation(trpc.profile.check.mutationOptions());
  const save = useMutation(
    trpc.profile.save.mutationOptions({
      onSuccess: ({ version }) => (version === undefined ? undefined : void queryClient.invalidateQueries()),
    }),
  );
  const of = { workspaceId: workspace.id, key: base.key, baseVersion: base.version, written: writtenOf(written, draft) };
  const faults = [...(save.data?.faults ?? []), ...(check.data?.faults ?? [])];
  const change = (path: string, value: string): void => {
    setDraft({ ...draft, [path]: value });
    check.reset();
    save.reset();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (check.data === undefined || check.data.faults.length > 0) check.mutate(of);
    else save.mutate({ ...of, reason: reason.trim() });
  };
  const isChecked = check.data !== undefined && check.data.faults.length === 0 && check.data.changes.length > 0;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Groups draft={draft} faults={faults} isDisabled={!right.isAllowed} onChange={change} />
      <OtherFaults faults={faults} />
      {check.data !== undefined && check.data.faults.length === 0 && (
        <div>
          <h3 className="mb-1 text-13 font-semibold">What version {base.version + 1} would change</h3>
          <ChangeList changes={check.data.changes} />
          {check.data.isLooser && (
            <p className="mt-1 text-13 text-warn">Looser: a live account moves to it only with a second person’s approval.</p>
          )}
        </div>
      )}
      {isChecked && (
        <Field label="Why" hint="Stands beside the version and in the audit log.">
          {(id) => <TextInput id={id} value={reason} maxLength={300} autoFocus onChange={(event) => setReason(event.target.value)} />}
        </Field>
      )}
      {(check.isError || save.isError) && (
        <p role="alert" className="text-13 text-halt">
          {check.error?.message ?? save.error?.message}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button
          type="submit"
          tone="primary"
          title={right.reason}
          disabled={!right.isAllowed || check.isPending || save.isPending || (isChecked && reason.trim().length < REASON_MIN)}
        >
          {isChecked ? `Save version ${base.version + 1}` : "Check"}
        </Button>
        <span className="text-12 text-ink-muted">No account moves by saving: each is assigned.</span>
      </div>
    </form>
  );
}

/** A new version from the newest one, within policy; every fault stands at its field. */
export function EditPanel({ base }: { readonly base: ProfileVersion }) {
  return (
    <Panel title={`Edit ${base.key}, from version ${base.version}`}>
      {base.written === undefined || base.written.kind === "reference" ? (
        <p className="text-13 text-ink-muted">This profile is outside what policy lets people edit.</p>
      ) : (
        <EditForm key={base.version} base={base} written={base.written} />
      )}
    </Panel>
  );
}
