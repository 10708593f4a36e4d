"use client";

import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";
import { Field } from "@ballast/ui/primitives/field";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import type { AccountOptions } from "../shell/answers.ts";
import { strategyName } from "../strategies/strategy-words.ts";
import { marketHint, profileHint, settingsHint } from "./account-choice-words.ts";
import { outlookOf, outlookWarnings } from "./account-outlook.ts";
import { AccountOutlookPanel } from "./account-outlook-panel.tsx";
import type { AccountChoice, AccountDraft } from "./use-account-draft.ts";

type ChoiceProps = {
  readonly label: string;
  readonly hint: string | undefined;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
};

/** A choice that says in a line what it means. The line keeps its rows, so that another choice moves nothing. */
function Choice({ label, hint, value, options, onChange }: ChoiceProps) {
  return (
    <Field label={label} hint={<span className="line-clamp-3 min-h-12 sm:min-h-8">{hint}</span>}>
      {(id) => <Select id={id} label={label} value={value} options={options} onChange={onChange} />}
    </Field>
  );
}

type AccountFormProps = {
  readonly draft: AccountDraft;
  readonly choice: AccountChoice;
  readonly options: AccountOptions;
  readonly onChange: (part: Partial<AccountDraft>) => void;
};

/** What a new account is called, holds, follows and may risk; each choice with what it means, and what would come of them all. */
export function AccountForm({ draft, choice, options, onChange }: AccountFormProps) {
  const { market, profile, settings } = choice;
  const wanted = market === undefined || settings === undefined ? undefined : { market, settings, currency: draft.currency };
  return (
    <>
      <Field label="Name">
        {(id) => (
          <TextInput id={id} value={draft.name} maxLength={120} autoFocus onChange={(event) => onChange({ name: event.target.value })} />
        )}
      </Field>
      <div className="grid grid-cols-[1fr_auto] gap-2">
        <Field label="Starting balance" hint="Simulated money, in the currency its equity is kept in.">
          {(id) => (
            <TextInput
              id={id}
              value={draft.balance}
              inputMode="decimal"
              onChange={(event) => onChange({ balance: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label="Currency">
          {(id) => (
            <Select
              id={id}
              label="Currency"
              value={draft.currency}
              options={QUOTE_CURRENCIES.map((value) => ({ value, label: value }))}
              onChange={(value) => onChange({ currency: QUOTE_CURRENCIES.find((one) => one === value) ?? "USD" })}
              className="h-8"
            />
          )}
        </Field>
      </div>
      <Choice
        label="Market"
        hint={market && marketHint(market)}
        value={market?.key ?? ""}
        options={options.markets.map(({ key, name, isSynthetic, isMoving }) => ({
          value: key,
          label: `${name}${isSynthetic && !/synthetic/i.test(name) ? " (synthetic)" : ""}${isMoving ? "" : " (stands still)"}`,
        }))}
        onChange={(marketKey) => onChange({ marketKey })}
      />
      <Choice
        label="Strategy"
        hint={settings && settingsHint(settings)}
        value={settings?.key ?? ""}
        options={options.settings.map(({ key, kind }) => ({ value: key, label: `${key}: ${strategyName(kind)}` }))}
        onChange={(settingsKey) => onChange({ settingsKey })}
      />
      <Choice
        label="Risk profile"
        hint={profile && profileHint(profile)}
        value={profile?.key ?? ""}
        options={options.profiles.map(({ key, version }) => ({ value: key, label: `${key}, version ${version}` }))}
        onChange={(profileKey) => onChange({ profileKey })}
      />
      {wanted !== undefined && <AccountOutlookPanel outlook={outlookOf(wanted)} warnings={outlookWarnings(wanted)} />}
    </>
  );
}
