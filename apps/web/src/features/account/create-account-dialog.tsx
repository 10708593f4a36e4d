"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Dialog } from "@ballast/ui/primitives/dialog";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CommandProgress } from "./command-progress.tsx";

const CURRENCIES = ["USD", "USDC", "EUR", "CAD", "USDT"] as const;
type Currency = (typeof CURRENCIES)[number];
const START = "10000";

const asOptions = (keys: readonly string[]) => [...new Set(keys)].map((key) => ({ value: key, label: key }));

/** Asks the engine for a paper account. Everything has a sensible start; only the name is wanted. */
export function CreateAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useWorkspace();
  const formId = useId();
  const options = useQuery(trpc.account.options.queryOptions({ workspaceId: workspace.id }));
  const [name, setName] = useState("");
  const [balance, setBalance] = useState(START);
  const [currency, setCurrency] = useState<Currency>("USD");
  const [chosen, setChosen] = useState<{ readonly market?: string; readonly profile?: string; readonly settings?: string }>({});
  const create = useMutation(trpc.account.create.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries() }));

  const market = chosen.market ?? options.data?.markets[0]?.key ?? "";
  const profile = chosen.profile ?? options.data?.profiles[0]?.key ?? "";
  const settings = chosen.settings ?? options.data?.settings[0]?.key ?? "";
  const isReady = name.trim() !== "" && /^\d{1,12}(\.\d{1,8})?$/.test(balance) && market !== "" && profile !== "" && settings !== "";
  const commandId = create.data?.commandId;
  const footer =
    commandId === undefined ? (
      <>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="primary" type="submit" form={formId} disabled={!isReady || create.isPending}>
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
        <CommandProgress commandId={commandId} doneText={`${name.trim()} is open.`} />
      ) : (
        <form
          id={formId}
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady)
              create.mutate({
                workspaceId: workspace.id,
                name: name.trim(),
                marketKey: market,
                baseCurrency: currency,
                startingBalance: balance,
                profileKey: profile,
                settingsKey: settings,
              });
          }}
        >
          <Field label="Name">
            {(id) => <TextInput id={id} value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />}
          </Field>
          <div className="grid grid-cols-[1fr_auto] gap-2">
            <Field label="Starting balance">
              {(id) => (
                <TextInput id={id} value={balance} inputMode="decimal" onChange={(event) => setBalance(event.target.value.trim())} />
              )}
            </Field>
            <Field label="Currency">
              {(id) => (
                <Select
                  id={id}
                  label="Currency"
                  value={currency}
                  options={asOptions(CURRENCIES)}
                  onChange={(value) => setCurrency(CURRENCIES.find((one) => one === value) ?? "USD")}
                  className="h-8"
                />
              )}
            </Field>
          </div>
          <Field label="Market">
            {(id) => (
              <Select
                id={id}
                label="Market"
                value={market}
                options={(options.data?.markets ?? []).map(({ key, name: words, isSynthetic }) => ({
                  value: key,
                  label: isSynthetic ? `${words} (synthetic)` : words,
                }))}
                onChange={(value) => setChosen({ ...chosen, market: value })}
              />
            )}
          </Field>
          <Field label="Risk profile" hint="Limits that no strategy can pass.">
            {(id) => (
              <Select
                id={id}
                label="Risk profile"
                value={profile}
                options={asOptions((options.data?.profiles ?? []).map(({ key }) => key))}
                onChange={(value) => setChosen({ ...chosen, profile: value })}
              />
            )}
          </Field>
          <Field label="Strategy">
            {(id) => (
              <Select
                id={id}
                label="Strategy"
                value={settings}
                options={asOptions((options.data?.settings ?? []).map(({ key }) => key))}
                onChange={(value) => setChosen({ ...chosen, settings: value })}
              />
            )}
          </Field>
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
