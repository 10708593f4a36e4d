"use client";

import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { ProfileSummary, ProfileVersion } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { useAddress } from "../shell/use-address.ts";
import { ChangeList } from "./change-list.tsx";
import { toVersionRef, versionText, type VersionRef } from "./version-ref.ts";

type DiffPanelProps = { readonly versions: readonly ProfileVersion[]; readonly profiles: readonly ProfileSummary[] };

/** Two versions side by side, of one profile or of two: what the second would allow more, and what less. */
export function DiffPanel({ versions, profiles }: DiffPanelProps) {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const [newest, second] = versions;
  const other = profiles.find(({ key }) => key !== newest?.key);
  const after = toVersionRef(address.read("after")) ?? newest;
  const before = toVersionRef(address.read("before")) ?? second ?? other ?? newest;
  const isAsked = before !== undefined && after !== undefined;
  const diff = useQuery(
    trpc.profile.diff.queryOptions(
      {
        workspaceId: workspace.id,
        before: { key: before?.key ?? "-", version: before?.version ?? 1 },
        after: { key: after?.key ?? "-", version: after?.version ?? 1 },
      },
      { enabled: isAsked },
    ),
  );
  if (!isAsked) return null;
  const known = new Set([...versions, ...profiles, before, after].map(versionText));
  const options = [...known].map((value) => ({ value, label: value.replace("@", ", version ") }));
  const picker = (name: "before" | "after", label: string, of: VersionRef) => (
    <Select
      label={label}
      value={versionText(of)}
      options={options}
      onChange={(value) => address.replace({ [name]: value })}
      className="max-w-40"
    />
  );
  const actions = (
    <>
      {picker("before", "From version", before)}
      <span className="text-12 text-ink-muted">to</span>
      {picker("after", "To version", after)}
    </>
  );
  return (
    <Panel title="Difference" actions={actions}>
      <QueryView query={diff} what="The difference" loading={<Skeleton className="h-24 w-full" />}>
        {(changes) => <ChangeList changes={changes} />}
      </QueryView>
    </Panel>
  );
}
