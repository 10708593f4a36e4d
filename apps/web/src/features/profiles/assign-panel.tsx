"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Field } from "@ballast/ui/primitives/field";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CommandProgress } from "../account/command-progress.tsx";
import type { AccountRow, ProfileVersion } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { ChangeList } from "./change-list.tsx";

const ACCOUNTS_MAX = 200;
const REASON_MIN = 3;
const ASKED = {
  second_person: "Asked for: another owner, admin or risk officer has to agree.",
  cooling_off: "Asked for: you are alone here, so it can be confirmed after 24 hours of cooling off.",
} as const;

type AssignFormProps = { readonly versions: readonly ProfileVersion[]; readonly accounts: readonly AccountRow[] };

function Outcome({
  account,
  version,
  assign,
}: {
  readonly account: AccountRow;
  readonly version: ProfileVersion;
  readonly assign: ReturnType<typeof useAssign>;
}) {
  const { data } = assign;
  if (assign.isError)
    return (
      <p role="alert" className="text-13 text-halt">
        {assign.error.message}
      </p>
    );
  if (data === undefined) return null;
  if (data.outcome === "requested")
    return (
      <p role="status" className="text-13">
        {ASKED[data.waitsFor]}
      </p>
    );
  return (
    <CommandProgress
      commandId={data.commandId}
      doneText={`${account.name} decides by ${version.key}, version ${version.version}, from its next slot on.`}
    />
  );
}

function useAssign() {
  const trpc = useTRPC();
  return useMutation(trpc.profile.assign.mutationOptions());
}

function AssignForm({ versions, accounts }: AssignFormProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const [chosen, setChosen] = useState<{ readonly accountId?: string; readonly version?: number }>({});
  const [reason, setReason] = useState("");
  const assign = useAssign();
  const version = versions.find((one) => one.version === chosen.version) ?? versions[0];
  const account = accounts.find(({ id }) => id === chosen.accountId) ?? accounts[0];
  const diff = useQuery(
    trpc.profile.diff.queryOptions(
      {
        workspaceId: workspace.id,
        before: account?.profile ?? { key: "-", version: 1 },
        after: { key: version?.key ?? "-", version: version?.version ?? 1 },
      },
      { enabled: account !== undefined && version !== undefined },
    ),
  );
  if (version === undefined || account === undefined)
    return <p className="text-13 text-ink-muted">There is no open account to assign it to.</p>;
  const isThere = account.profile.key === version.key && account.profile.version === version.version;
  // The button comes with what it would do, not before it.
  const isKnown = isThere || diff.data !== undefined || diff.isError;
  const isLooser = diff.data?.some(({ isTightening }) => isTightening === false) === true;
  const choose = (next: typeof chosen): void => {
    setChosen({ ...chosen, ...next });
    assign.reset();
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Account" hint={`on ${account.profile.key}, version ${account.profile.version}; ${account.mode}`}>
          {(id) => (
            <Select
              id={id}
              label="Account"
              value={account.id}
              options={accounts.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(accountId) => choose({ accountId })}
            />
          )}
        </Field>
        <Field label="Version">
          {(id) => (
            <Select
              id={id}
              label="Version"
              value={String(version.version)}
              options={versions.map((one) => ({ value: String(one.version), label: `version ${one.version}` }))}
              onChange={(text) => choose({ version: Number(text) })}
            />
          )}
        </Field>
        <Field label="Why">
          {(id) => <TextInput id={id} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />}
        </Field>
      </div>
      {!isThere && (
        <QueryView query={diff} what="The difference" loading={<Skeleton className="h-16 w-full" />}>
          {(changes) => <ChangeList changes={changes} />}
        </QueryView>
      )}
      {isKnown && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            tone="primary"
            disabled={isThere || reason.trim().length < REASON_MIN || assign.isPending}
            onClick={() =>
              assign.mutate({
                workspaceId: workspace.id,
                accountId: account.id,
                profileKey: version.key,
                version: version.version,
                reason: reason.trim(),
              })
            }
          >
            {account.mode === "live" && isLooser ? "Ask for approval" : "Assign"}
          </Button>
          <span className="text-12 text-ink-muted">
            {isThere
              ? "It stands on this version already."
              : account.mode === "live"
                ? "Tightening acts at once; what is looser takes two."
                : "Paper: it acts at once."}
          </span>
        </div>
      )}
      <Outcome account={account} version={version} assign={assign} />
    </div>
  );
}

/** Moves an account to a version, with what that changes for it before it is done. */
export function AssignPanel({ versions }: { readonly versions: readonly ProfileVersion[] }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  return (
    <Panel title="Assign to an account">
      <QueryView query={accounts} what="The accounts" loading={<Skeleton className="h-24 w-full" />}>
        {({ items }) => <AssignForm versions={versions} accounts={items.filter(({ state }) => state !== "closed")} />}
      </QueryView>
    </Panel>
  );
}
