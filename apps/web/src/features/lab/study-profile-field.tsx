"use client";

import { Field } from "@ballast/ui/primitives/field";
import { Select, type SelectOption } from "@ballast/ui/primitives/select";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { faultAt } from "./fault-at.ts";
import { errorOf } from "./series-fields.tsx";
import { withProfile } from "./study-draft.ts";
import type { FieldsProps } from "./fields-props.ts";

const SHIPPED: readonly SelectOption[] = [
  { value: "reference", label: "reference: no limits, all equity" },
  { value: "guarded", label: "guarded, as it ships" },
  { value: "balanced", label: "balanced, as it ships" },
];

const versionText = (name: string): string => name.replace("@", ", version ");

/** Under which limits: a profile that ships, or the newest version of one of the workspace's own. A version that a study named before stays in the list. */
export function StudyProfileField({ draft, faults, onChange }: FieldsProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { data = [] } = useQuery(trpc.profile.list.queryOptions({ workspaceId: workspace.id }));
  const own = data.map(({ key, version }) => `${key}@${version}`);
  const known = [...SHIPPED.map(({ value }) => value), ...own];
  const stored = known.includes(draft.profile) ? own : [...own, draft.profile];
  return (
    <Field label="Risk profile" hint="Governed strategies need one with limits." {...errorOf(faultAt(faults, "profile"))}>
      {(id) => (
        <Select
          id={id}
          label="Risk profile"
          className="*:h-8"
          value={draft.profile}
          options={[...SHIPPED, ...stored.map((value) => ({ value, label: versionText(value) }))]}
          onChange={(profile) => onChange(withProfile(draft, profile))}
        />
      )}
    </Field>
  );
}
