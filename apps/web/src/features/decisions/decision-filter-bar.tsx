"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Select } from "@ballast/ui/primitives/select";
import { reasonCodes } from "@ballast/core/decision/reason-codes";
import { useQuery } from "@tanstack/react-query";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { X } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Address } from "../shell/use-address.ts";
import { dayStartMs, OUTCOME_OPTIONS, type DecisionFilters } from "./decision-filters.ts";
import { reasonWords } from "./reason-words.ts";

const ACCOUNTS_MAX = 200;
const REASONS = [{ value: "", label: "Any reason" }, ...reasonCodes().map((code) => ({ value: code, label: reasonWords(code) }))];

/** All on one line of a laptop beside the rail; two and two on a phone. */
const ON_PHONE = "max-sm:w-[calc(50%-3px)]";
const WIDE = `w-32 ${ON_PHONE}`;
const NARROW = `w-28 ${ON_PHONE}`;
const DAY_LENGTH = "YYYY-MM-DD".length;

const ALL_CLEAR = {
  account: undefined,
  symbol: undefined,
  outcome: undefined,
  reason: undefined,
  from: undefined,
  to: undefined,
  open: undefined,
} as const;

/**
 * A day of UTC, the first or the last of the period, written as every date here is. Not the platform's own
 * date field: that one writes a day as the reader's country does. What is no whole day yet filters nothing.
 */
function DayInput({ name, label, address }: { readonly name: "from" | "to"; readonly label: string; readonly address: Address }) {
  const chosen = address.read(name) ?? "";
  const [draft, setDraft] = useState(chosen);
  const [seen, setSeen] = useState(chosen);
  if (seen !== chosen) {
    setSeen(chosen);
    setDraft(chosen);
  }
  const write = (text: string): void => {
    setDraft(text);
    const day = text === "" || dayStartMs(text) !== undefined ? text : undefined;
    if (day === undefined || day === chosen) return;
    setSeen(day);
    address.replace({ [name]: day, open: undefined });
  };
  return (
    <label className="flex items-center gap-1 text-12 text-ink-muted max-sm:w-[calc(50%-3px)]">
      <span className="max-sm:w-8">{name}</span>
      <TextInput
        type="text"
        inputMode="numeric"
        placeholder="YYYY-MM-DD"
        maxLength={DAY_LENGTH}
        aria-label={label}
        aria-invalid={draft !== "" && dayStartMs(draft) === undefined && draft.length === DAY_LENGTH}
        value={draft}
        onChange={(event) => write(event.target.value)}
        className="h-7! w-26! px-2! tabular-nums pointer-coarse:h-9! max-sm:min-w-0 max-sm:flex-1"
      />
    </label>
  );
}

/** Narrows the list by account, instrument, outcome, reason and period; the choice stands in the address. */
export function DecisionFilterBar({ filters, address }: { readonly filters: DecisionFilters; readonly address: Address }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const symbols = useQuery(trpc.decision.symbols.queryOptions({ workspaceId: workspace.id }));
  const accountOptions = [
    { value: "", label: "All accounts" },
    ...(accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const symbolOptions = [
    { value: "", label: "All instruments" },
    ...(symbols.data ?? []).map((symbol) => ({ value: symbol, label: symbol })),
  ];
  const hasFilter = Object.keys(filters).length > 0;
  const change = (name: string) => (value: string) => address.replace({ [name]: value, open: undefined });
  return (
    <>
      <Select label="Account" value={filters.accountId ?? ""} options={accountOptions} onChange={change("account")} className={WIDE} />
      <Select label="Instrument" value={filters.symbol ?? ""} options={symbolOptions} onChange={change("symbol")} className={WIDE} />
      <Select label="Outcome" value={filters.outcome ?? ""} options={OUTCOME_OPTIONS} onChange={change("outcome")} className={NARROW} />
      <Select label="Reason" value={filters.reasonCode ?? ""} options={REASONS} onChange={change("reason")} className={WIDE} />
      <DayInput name="from" label="First day, UTC" address={address} />
      <DayInput name="to" label="Last day, UTC" address={address} />
      {hasFilter && (
        <Button
          tone="quiet"
          size="dense"
          isIcon
          aria-label="Clear all filters"
          title="Clear all filters"
          onClick={() => address.replace(ALL_CLEAR)}
        >
          <X aria-hidden="true" />
        </Button>
      )}
    </>
  );
}
