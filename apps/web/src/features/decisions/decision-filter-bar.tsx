"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Select } from "@ballast/ui/primitives/select";
import { reasonCodes } from "@ballast/core/decision/reason-codes";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { Address } from "../shell/use-address.ts";
import { OUTCOME_OPTIONS, type DecisionFilters } from "./decision-filters.ts";
import { reasonWords } from "./reason-words.ts";

const ACCOUNTS_MAX = 200;
const REASONS = [{ value: "", label: "Any reason" }, ...reasonCodes().map((code) => ({ value: code, label: reasonWords(code) }))];

/** Narrows the list by account, instrument, outcome and reason; the choice stands in the address. */
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
      {hasFilter && (
        <Button
          tone="quiet"
          size="dense"
          onClick={() => address.replace({ account: undefined, symbol: undefined, outcome: undefined, reason: undefined, open: undefined })}
        >
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
    </>
  );
}
