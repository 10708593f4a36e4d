"use client";

import { SegmentedControl } from "@ballast/ui/primitives/segmented-control";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { HaltScope } from "../../server/contract/halt.ts";
import type { HaltTarget } from "../shell/halt-target.ts";

/** What is picked: the scope, and of each scope what was picked last. */
export type Reach = { readonly scope: HaltScope; readonly accountId: string; readonly symbol: string; readonly model: string };

export const WHOLE_WORKSPACE: Reach = { scope: "workspace", accountId: "", symbol: "", model: "" };

const SCOPES: readonly { readonly value: HaltScope; readonly label: string }[] = [
  { value: "workspace", label: "Workspace" },
  { value: "account", label: "Account" },
  { value: "instrument", label: "Instrument" },
  { value: "model", label: "Model" },
];
const ACCOUNTS_MAX = 200;
const MODEL_LENGTH_MAX = 100;

/** The target that is picked, or undefined until its subject is named. */
export function targetOf({ scope, accountId, symbol, model }: Reach): HaltTarget | undefined {
  switch (scope) {
    case "workspace":
      return { scope };
    case "account":
      return accountId === "" ? undefined : { scope, accountId };
    case "instrument":
      return symbol === "" ? undefined : { scope, symbol };
    case "model":
      return model.trim() === "" ? undefined : { scope, model: model.trim() };
  }
}

/** The parts of the workspace that may be picked, by name. */
export function useParts() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const symbols = [...new Set((markets.data ?? []).flatMap(({ instruments }) => instruments.map(({ symbol }) => symbol)))].sort();
  return { accounts: (accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })), symbols };
}

type ReachPickerProps = {
  readonly reach: Reach;
  readonly parts: ReturnType<typeof useParts>;
  readonly onChange: (reach: Reach) => void;
};

function SubjectControl({ reach, parts, onChange }: ReachPickerProps) {
  switch (reach.scope) {
    case "workspace":
      return null;
    case "account":
      return (
        <Select
          label="Which account"
          value={reach.accountId}
          options={[{ value: "", label: "Choose an account" }, ...parts.accounts]}
          onChange={(accountId) => onChange({ ...reach, accountId })}
          className="max-w-56"
        />
      );
    case "instrument":
      return (
        <Select
          label="Which instrument"
          value={reach.symbol}
          options={[{ value: "", label: "Choose an instrument" }, ...parts.symbols.map((symbol) => ({ value: symbol, label: symbol }))]}
          onChange={(symbol) => onChange({ ...reach, symbol })}
        />
      );
    case "model":
      return (
        <TextInput
          aria-label="Name of the model"
          placeholder="Name of the model"
          maxLength={MODEL_LENGTH_MAX}
          value={reach.model}
          onChange={(event) => onChange({ ...reach, model: event.target.value })}
          className="h-7! w-48! pointer-coarse:h-9!"
        />
      );
  }
}

/** Picks what a halt or a drill reaches: the workspace, one account, one instrument, or one model. */
export function ReachPicker(props: ReachPickerProps) {
  const { reach, onChange } = props;
  return (
    <>
      <SegmentedControl label="Reach" segments={SCOPES} value={reach.scope} onChange={(scope) => onChange({ ...reach, scope })} />
      <SubjectControl {...props} />
    </>
  );
}
