"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, type SyntheticEvent } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { AccountForm } from "./account-form.tsx";
import { CommandProgress } from "./command-progress.tsx";
import { choiceOf, useAccountDraft } from "./use-account-draft.ts";

const AMOUNT = /^\d{1,12}(\.\d{1,8})?$/;

/** Asks the engine for a paper account. Everything has a sensible start; only the name is wanted. */
export function CreateAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const formId = useId();
  const options = useQuery(trpc.account.options.queryOptions({ workspaceId: workspace.id }));
  const { draft, change } = useAccountDraft();
  const create = useMutation(trpc.account.create.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries() }));

  const { market, profile, settings } =
    options.data === undefined ? { market: undefined, profile: undefined, settings: undefined } : choiceOf(draft, options.data);
  const name = draft.name.trim();
  const asked =
    name === "" || !AMOUNT.test(draft.balance) || market === undefined || profile === undefined || settings === undefined
      ? undefined
      : {
          workspaceId: workspace.id,
          name,
          marketKey: market.key,
          baseCurrency: draft.currency,
          startingBalance: draft.balance,
          profileKey: profile.key,
          settingsKey: settings.key,
        };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (asked !== undefined) create.mutate(asked);
  };
  const commandId = create.data?.commandId;
  const footer =
    commandId === undefined ? (
      <>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="primary" type="submit" form={formId} disabled={asked === undefined || create.isPending}>
          Create account
        </Button>
      </>
    ) : (
      <Button onClick={onClose}>Close</Button>
    );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="New paper account"
      description="Simulated money, real decisions: it begins with the next close of its market."
      footer={footer}
    >
      {commandId !== undefined ? (
        <CommandProgress commandId={commandId} doneText={`${name} is open.`} />
      ) : (
        <form id={formId} className="flex flex-col gap-3" onSubmit={submit}>
          <QueryView query={options} what="The choices" loading={<Skeleton className="h-120 w-full" />}>
            {(all) => <AccountForm draft={draft} choice={{ market, profile, settings }} options={all} onChange={change} />}
          </QueryView>
          {create.isError && (
            <p role="alert" className="text-13 text-halt">
              {create.error.message}
            </p>
          )}
        </form>
      )}
    </Dialog>
  );
}
