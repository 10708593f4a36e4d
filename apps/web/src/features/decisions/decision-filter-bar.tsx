"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Select } from "@ballast/ui/primitives/select";
import { reasonCodes } from "@ballast/core/decision/reason-codes";
import { useQuery } from "@tanstack/react-query";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { X } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Address } from "../shell/use-address.ts";
import { OUTCOME_OPTIONS, type DecisionFilters } from "./decision-filters.ts";
import { reasonWords } from "./reason-words.ts";

const ACCOUNTS_MAX = 200;
const REASONS = [{ value: "", label: "Any reason" }, ...reasonCodes().map((code) => ({ value: code, label: reasonWords(code) }))];

const ALL_CLEAR = {
  account: undefined,
  symbol: undefined,
  outcome: undefined,
  reason: undefined,
  from: undefined,
  to: undefined,
  open: undefined,
} as const;

/** A day of UTC, the first or the last of the period. */
function DayInput({ name, label, address }: { readonly name: "from" | "to"; readonly label: string; readonly address: Address }) {
  return (
    <label className="flex items-center gap-1 text-12 text-ink-muted">
      {name}
      <TextInput
        type="date"
        aria-label={label}
        value={address.read(name) ?? ""}
        onChange={(event) => address.replace({ [name]: event.target.value, open: undefined })}
        className="h-7! w-34! pointer-coarse:h-9!"
      />
    </label>
  );
}

/** Narrows the list by account, instrument, outcome, reason and period; the choice stands in the address. */
export function DecisionFilterBar({ filters, address }: { readonly filters: DecisionFilters; readonly address: Address }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const markets = useQuery(trpc.market.list.queryOptions({ workspaceId: workspace.id }));
  const symbols = [...new Set((markets.data ?? []).flatMap((market) => market.instruments.map(({ symbol }) => symbol)))].sort();
  const accountOptions = [
    { value: "", label: "All accounts" },
    ...(accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const symbolOptions = [{ value: "", label: "All instruments" }, ...symbols.map((symbol) => ({ value: symbol, label: symbol }))];
  const hasFilter = Object.keys(filters).length > 0;
  const change = (name: string) => (value: string) => address.replace({ [name]: value, open: undefined });
  return (
    <>
      <Select label="Account" value={filters.accountId ?? ""} options={accountOptions} onChange={change("account")} className="w-36" />
      <Select label="Instrument" value={filters.symbol ?? ""} options={symbolOptions} onChange={change("symbol")} className="w-36" />
      <Select label="Outcome" value={filters.outcome ?? ""} options={OUTCOME_OPTIONS} onChange={change("outcome")} className="w-32" />
      <Select label="Reason" value={filters.reasonCode ?? ""} options={REASONS} onChange={change("reason")} className="w-44" />
      <DayInput name="from" label="First day, UTC" address={address} />
      <DayInput name="to" label="Last day, UTC" address={address} />
      {hasFilter && (
        <Button tone="quiet" size="dense" onClick={() => address.replace(ALL_CLEAR)}>
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
    </>
  );
}
