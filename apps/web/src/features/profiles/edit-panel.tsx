"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { ProfileFault, ProfileVersion, WrittenProfile } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useAddress } from "../shell/use-address.ts";
import { ChangeList } from "./change-list.tsx";
import { draftFaults } from "./draft-faults.ts";
import { faultInWords, faultLabel } from "./fault-words.ts";
import { LimitGroups } from "./limit-groups.tsx";
import { LimitList } from "./limit-list.tsx";
import { draftOf, writtenOf, type Draft } from "./profile-draft.ts";
import { toVersionRef } from "./version-ref.ts";

const REASON_MIN = 3;

/** What is wrong, once more over the buttons: a form of this length hides its fields from whoever presses them. */
function FaultList({ faults }: { readonly faults: readonly ProfileFault[] }) {
  if (faults.length === 0) return null;
  return (
    <div role="alert" className="text-13 text-halt">
      <p className="font-medium">{faults.length === 1 ? "One limit is not right yet:" : `${faults.length} limits are not right yet:`}</p>
      <ul>
        {faults.map(({ path, words }) => (
          <li key={`${path}/${words}`}>
            {faultLabel(path)}: {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

type EditFormProps = {
  /** The newest version, which the next one follows and is compared with. */
  readonly base: ProfileVersion;
  /** What the form begins with: that version's limits, or an older one's. */
  readonly written: WrittenProfile;
  readonly onSaved: (version: number) => void;
};

function useProfileSave(onSaved: (version: number) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const check = useMutation(trpc.profile.check.mutationOptions());
  const save = useMutation(
    trpc.profile.save.mutationOptions({
      onSuccess: ({ version }) => {
        if (version === undefined) return;
        onSaved(version);
        void queryClient.invalidateQueries();
      },
    }),
  );
  return { check, save };
}

function EditForm({ base, written, onSaved }: EditFormProps) {
  const { workspace } = useWorkspace();
  const [draft, setDraft] = useState<Draft>(() => draftOf(written));
  const [own, setOwn] = useState<readonly ProfileFault[]>([]);
  const [reason, setReason] = useState("");
  const { check, save } = useProfileSave(onSaved);
  const of = { workspaceId: workspace.id, key: base.key, baseVersion: base.version, written: writtenOf(written, draft) };
  const refused = [...(save.data?.faults ?? []), ...(check.data?.faults ?? [])];
  const faults = [...own, ...refused.map(faultInWords)];
  const changes = check.data?.faults.length === 0 ? check.data.changes : undefined;
  const isChecked = changes !== undefined && changes.length > 0;
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    setOwn([]);
    check.reset();
    save.reset();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const found = draftFaults(draft);
    setOwn(found);
    if (found.length > 0) return;
    if (isChecked) save.mutate({ ...of, reason: reason.trim() });
    else check.mutate(of);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <LimitGroups draft={draft} faults={faults} onChange={change} />
      <FaultList faults={faults} />
      {changes !== undefined && (
        <section aria-label={`What version ${base.version + 1} would change`}>
          <h3 className="mb-1 text-13 font-semibold">
            What version {base.version + 1} would change of version {base.version}
          </h3>
          <ChangeList changes={changes} />
          {check.data?.isLooser === true && (
            <p className="mt-1 text-13 text-warn">Looser: a live account moves to it only with a second person’s approval.</p>
          )}
        </section>
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
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          tone="primary"
          disabled={check.isPending || save.isPending || (isChecked && reason.trim().length < REASON_MIN)}
        >
          {isChecked ? `Save version ${base.version + 1}` : "Check the changes"}
        </Button>
        <span className="text-12 text-ink-muted">No account moves by saving: each is assigned.</span>
      </div>
    </form>
  );
}

/** What comes after saving: no account has moved yet. */
function SavedNote({ profile, version }: { readonly profile: string; readonly version: number }) {
  const address = useAddress();
  return (
    <p role="status" className="mt-3 rounded border border-line bg-selected px-3 py-2 text-13">
      Version {version} of {profile} is saved. No account is on it yet:{" "}
      <NavLink href={address.withParts({ tab: "assign" })} className="text-accent underline">
        assign it to an account
      </NavLink>
      .
    </p>
  );
}

type StartPickerProps = {
  readonly versions: readonly ProfileVersion[];
  readonly start: ProfileVersion;
  readonly onChange: (version: number) => void;
};

function StartPicker({ versions, start, onChange }: StartPickerProps) {
  if (versions.length < 2) return null;
  return (
    <Select
      label="Version to begin from"
      value={String(start.version)}
      options={versions.map(({ version }, index) => ({
        value: String(version),
        label: `version ${version}${index === 0 ? ", the newest" : ""}`,
      }))}
      onChange={(text) => onChange(Number(text))}
      className="max-w-44"
    />
  );
}

/**
 * A new version from the one that is looked at, within policy; every fault stands at its field. What an
 * older one is begun from follows the newest all the same, so that nobody's work is lost unseen. Who may
 * not write one reads the limits.
 */
export function EditPanel({ versions, newest }: { readonly versions: readonly ProfileVersion[]; readonly newest: ProfileVersion }) {
  const right = useRight("profile.write");
  const looked = toVersionRef(useAddress().read("before"));
  const [picked, setPicked] = useState(looked?.key === newest.key ? looked.version : undefined);
  const [saved, setSaved] = useState<number | undefined>(undefined);
  const start = versions.find(({ version }) => version === picked) ?? newest;
  const { written } = start;
  const picker = <StartPicker versions={versions} start={start} onChange={setPicked} />;
  const onSaved = (version: number): void => {
    setSaved(version);
    setPicked(version);
  };
  if (!right.isAllowed)
    return (
      <Panel title={`Limits of ${start.key}, version ${start.version}`} note={right.reason} actions={picker}>
        {written === undefined ? <p className="text-13 text-ink-muted">This version can’t be shown.</p> : <LimitList written={written} />}
      </Panel>
    );
  return (
    <Panel title={`Edit ${start.key}, from version ${start.version}`} actions={picker}>
      {written !== undefined && written.kind !== "reference" ? (
        <EditForm key={`${start.version}/${newest.version}`} base={newest} written={written} onSaved={onSaved} />
      ) : (
        <p className="text-13 text-ink-muted">This profile is outside what policy lets people edit.</p>
      )}
      {saved !== undefined && <SavedNote profile={start.key} version={saved} />}
    </Panel>
  );
}
