"use client";

import { DAY_MS } from "@ballast/core/time/timeframe";
import { Button } from "@ballast/ui/primitives/button";
import { Select } from "@ballast/ui/primitives/select";
import { TextInput } from "@ballast/ui/primitives/text-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";

const PERIODS = [
  ...[7, 30, 90].map((days) => ({ value: String(days), label: `last ${days} days` })),
  { value: "dates", label: "between two days" },
];

type Dates = { readonly from: string; readonly to: string };

/** A day of a date field in ms; undefined where it is empty. */
const dayOf = (text: string): number | undefined => (text === "" ? undefined : Date.parse(`${text}T00:00:00Z`));

function timesOf(period: string, { from, to }: Dates) {
  if (period !== "dates") return { days: Number(period) };
  const [fromMs, lastMs] = [dayOf(from), dayOf(to)];
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(lastMs === undefined ? {} : { toMs: lastMs + DAY_MS }) };
}

/** Which period, and the button that has the engine walk it. */
export function AskParity({
  of,
  isBusy,
}: {
  readonly of: { readonly accountId: string; readonly runId?: string };
  readonly isBusy: boolean;
}) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { workspace } = useWorkspace();
  const right = useRight("engine.ask");
  const [period, setPeriod] = useState("30");
  const [dates, setDates] = useState<Dates>({ from: "", to: "" });
  const asked = { workspaceId: workspace.id, ...of };
  const ask = useMutation(
    trpc.account.askParity.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.account.parity.queryKey(asked) }),
    }),
  );
  const isReversed = period === "dates" && dates.from !== "" && dates.to !== "" && dates.from > dates.to;
  return (
    <div className="flex flex-wrap items-center gap-1.5" title={right.reason}>
      <Select label="Period" value={period} options={PERIODS} onChange={setPeriod} className="w-40" />
      {period === "dates" &&
        (["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            aria-label={end === "from" ? "First day, UTC" : "Last day, UTC"}
            aria-invalid={isReversed}
            value={dates[end]}
            onChange={(event) => setDates({ ...dates, [end]: event.target.value })}
            className="max-w-36"
          />
        ))}
      <Button
        size="dense"
        tone="primary"
        disabled={!right.isAllowed || isBusy || ask.isPending || isReversed}
        onClick={() => ask.mutate({ ...asked, ...timesOf(period, dates) })}
      >
        Compare
      </Button>
      {isReversed && <span className="text-12 text-halt">The last day lies before the first.</span>}
      {ask.isError && (
        <span role="alert" className="text-12 text-halt">
          {ask.error.message}
        </span>
      )}
      {right.reason !== undefined && <span className="text-12 text-ink-muted">{right.reason}</span>}
    </div>
  );
}
