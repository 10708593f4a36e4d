"use client";

import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { ProfileFault } from "../shell/answers.ts";
import { CapListEditor } from "./cap-list-editor.tsx";
import type { Draft } from "./profile-draft.ts";
import { PROFILE_GROUPS, type ProfileList } from "./profile-fields.ts";
import { ProfileField } from "./profile-field.tsx";
import { WindowListEditor } from "./window-list-editor.tsx";

type LimitGroupsProps = {
  readonly draft: Draft;
  /** In words, each at the field where it is mended. */
  readonly faults: readonly ProfileFault[];
  readonly onChange: (part: Partial<Draft>) => void;
};

type Listed = LimitGroupsProps & {
  readonly list: ProfileList;
  readonly symbols: readonly string[];
  readonly errorAt: (path: string) => { readonly error?: string };
};

function ListEditor({ list, draft, symbols, errorAt, onChange }: Listed) {
  switch (list) {
    case "windows":
      return <WindowListEditor rows={draft.windows} errorAt={errorAt} onChange={(windows) => onChange({ windows })} />;
    case "instrumentCaps":
    case "quoteCaps":
      return (
        <CapListEditor
          list={list}
          rows={draft[list]}
          owners={list === "quoteCaps" ? QUOTE_CURRENCIES : symbols}
          errorAt={errorAt}
          onChange={(rows) => onChange({ [list]: rows })}
        />
      );
  }
}

/** Every limit of a profile, group by group, with what is wrong beneath the field that it concerns. */
export function LimitGroups(props: LimitGroupsProps) {
  const { draft, faults, onChange } = props;
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const symbols = [...new Set((markets.data ?? []).flatMap(({ instruments }) => instruments.map(({ symbol }) => symbol)))].sort();
  const errorAt = (path: string): { readonly error?: string } => {
    const words = faults.filter((fault) => fault.path === path).map((fault) => fault.words);
    return words.length === 0 ? {} : { error: words.join(" ") };
  };
  return PROFILE_GROUPS.map(({ title, fields, lists = [] }) => (
    <fieldset key={title} className="min-w-0">
      <legend className="mb-1.5 text-14 font-semibold">{title}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {Object.entries(fields).map(([path, terms]) => (
          <ProfileField
            key={path}
            terms={terms}
            value={draft.fields[path] ?? ""}
            onChange={(value) => onChange({ fields: { ...draft.fields, [path]: value } })}
            {...errorAt(path)}
          />
        ))}
      </div>
      {lists.map((list) => (
        <ListEditor key={list} {...props} list={list} symbols={symbols} errorAt={errorAt} />
      ))}
    </fieldset>
  ));
}
