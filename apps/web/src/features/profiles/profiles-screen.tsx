"use client";

import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { ProfileSummary, ProfileVersion } from "../shell/answers.ts";
import { MissingState } from "../shell/missing-state.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { RestrictedState } from "../shell/restricted-state.tsx";
import { TabLinks } from "../shell/tab-links.tsx";
import { useAddress } from "../shell/use-address.ts";
import { AssignPanel } from "./assign-panel.tsx";
import { DiffPanel } from "./diff-panel.tsx";
import { EditPanel } from "./edit-panel.tsx";
import { RaiseList } from "./raise-list.tsx";
import { profileState } from "./profile-state.ts";
import { useProfileTabs, type ProfileTab } from "./use-profile-tabs.ts";
import { useVersions } from "./use-profile.ts";
import { VersionTable } from "./version-table.tsx";
import { WhatIfPanel } from "./what-if-panel.tsx";

type PartsProps = {
  readonly tab: ProfileTab;
  readonly profiles: readonly ProfileSummary[];
  readonly rows: readonly ProfileVersion[];
  readonly query: ReturnType<typeof useVersions>["query"];
};

function Parts({ tab, profiles, rows, query }: PartsProps) {
  const [newest] = rows;
  if (newest === undefined) return null;
  switch (tab) {
    case "versions":
      return (
        <div className="flex flex-col gap-3">
          <VersionTable rows={rows} query={query} />
          <DiffPanel versions={rows} profiles={profiles} />
        </div>
      );
    case "edit":
      return <EditPanel versions={rows} newest={newest} />;
    case "assign":
      return <AssignPanel versions={rows} />;
    case "what-if":
      return <WhatIfPanel versions={rows} />;
  }
}

function Profile({ profileKey, profiles }: { readonly profileKey: string; readonly profiles: readonly ProfileSummary[] }) {
  const address = useAddress();
  const { query, rows } = useVersions(profileKey);
  const parts = useProfileTabs();
  const part = parts.find(({ value }) => value === address.read("tab")) ?? parts[0];
  const tabs = parts
    .filter(({ reason }) => reason === undefined)
    .map(({ value, label }) => ({ value, label, href: address.withParts({ tab: value === "versions" ? undefined : value }) }));
  const tab = part?.value ?? "versions";
  return (
    <>
      <TabLinks label="Parts of the profile" tabs={tabs} current={tab} />
      {part?.reason !== undefined ? (
        <RestrictedState what={part.what} reason={part.reason} />
      ) : (
        <QueryView
          query={{ data: rows, error: query.error, refetch: query.refetch }}
          what="The versions"
          loading={<SkeletonRows count={6} label="Versions on their way" />}
        >
          {(all) => <Parts key={profileKey} tab={tab} profiles={profiles} rows={all} query={query} />}
        </QueryView>
      )}
    </>
  );
}

/** What accounts may risk: every version with who and why, what it changes, and what it would have changed. */
export function ProfilesScreen() {
  const trpc = useTRPC();
  const address = useAddress();
  const { workspace } = useWorkspace();
  const profiles = useQuery(trpc.profile.list.queryOptions({ workspaceId: workspace.id }));
  const all = profiles.data ?? [];
  const asked = address.read("profile");
  const chosen = asked === undefined ? all[0] : all.find(({ key }) => key === asked);
  const picker =
    chosen === undefined ? undefined : (
      <Select
        label="Risk profile"
        value={chosen.key}
        options={all.map(({ key }) => ({ value: key, label: key }))}
        onChange={(profile) => address.replace({ profile, before: undefined, after: undefined })}
        className="h-8"
      />
    );
  return (
    <>
      <PageHeader title="Risk profiles" state={chosen === undefined ? undefined : profileState(chosen)} action={picker} />
      <div className="flex flex-col gap-3">
        <RaiseList />
        <QueryView query={profiles} what="The risk profiles" loading={<SkeletonRows count={6} label="Profiles on their way" />}>
          {() =>
            chosen === undefined ? (
              <Panel>
                {asked === undefined ? (
                  <EmptyState title="No risk profile yet">The presets come with the first account.</EmptyState>
                ) : (
                  <MissingState title={`There is no risk profile ${asked}`}>The address may be old or mistyped.</MissingState>
                )}
              </Panel>
            ) : (
              <div>
                <Profile profileKey={chosen.key} profiles={all} />
              </div>
            )
          }
        </QueryView>
      </div>
    </>
  );
}
