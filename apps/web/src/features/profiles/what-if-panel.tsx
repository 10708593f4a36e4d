"use client";

import { wordsOf } from "@ballast/core/decision/reason-codes";
import { formatMoney, formatPnl } from "@ballast/ui/format/money";
import { formatUtc } from "@ballast/ui/format/time";
import { Badge, type BadgeTone } from "@ballast/ui/primitives/badge";
import { Button } from "@ballast/ui/primitives/button";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Select } from "@ballast/ui/primitives/select";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { CommandProgress } from "../account/command-progress.tsx";
import { reasonWords } from "../decisions/reason-words.ts";
import type { ProfileVersion, WhatIfState } from "../shell/answers.ts";

type Answer = NonNullable<WhatIfState["answer"]>;
type Order = Answer["orders"][number];

const ACCOUNTS_MAX = 200;
const ASK_AGAIN_MS = 1_000;
const DAYS = [7, 14, 30, 60, 90].map((days) => ({ value: String(days), label: `${days} days` }));
const EFFECTS: Readonly<Record<Order["effect"], { readonly word: string; readonly tone: BadgeTone }>> = {
  blocked: { word: "Blocked", tone: "warn" },
  resized: { word: "Resized", tone: "accent" },
  let_through: { word: "Let through", tone: "good" },
  same: { word: "The same", tone: "neutral" },
};

const BASES = [
  { value: "path", label: "its own path" },
  { value: "slots", label: "slot by slot" },
] as const;

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const whyOf = (order: Order): string => (order.code === undefined ? "not wanted by the other decision" : reasonWords(order.code));

const COLUMNS: readonly Column<Order>[] = [
  { key: "at", header: "Slot", unit: "UTC", value: (row) => formatUtc(row.atMs), cell: (row) => <Timestamp atMs={row.atMs} /> },
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  { key: "effect", header: "Effect", value: (row) => row.effect, cell: (row) => <Badge tone={EFFECTS[row.effect].tone}>{EFFECTS[row.effect].word}</Badge> },
  { key: "order", header: "Order", isWide: true, value: (row) => `${row.side} ${row.purpose}` },
  { key: "was", header: "Was", align: "right", isWide: true, value: (row) => row.was ?? "–" },
  { key: "would", header: "Would be", align: "right", isWide: true, value: (row) => row.would ?? "–" },
  { key: "why", header: "Why", isFlexible: true, isWide: true, value: whyOf, cell: (row) => <span title={row.code === undefined ? undefined : wordsOf(row.code)}>{whyOf(row)}</span> },
]; // prettier-ignore

function difference({ was, would }: { readonly was: string; readonly would: string }): string {
  return (Number(would) - Number(was)).toFixed(2);
}

/** What the answer rests on: a path that the version would have walked, or slots with most of them held as they were. */
function basisWords(answer: Answer): readonly string[] {
  const stretch = `from ${formatUtc(answer.fromMs)} to ${formatUtc(answer.toMs)} UTC`;
  if (answer.basis === "path") {
    const { closes, halts, undecidedCloses } = answer;
    return [
      `${counted(closes, "close")} ${stretch}, walked as this version would have traded them.`,
      ...(halts > 0 ? [`It would have set a kill switch of its own ${counted(halts, "time")}.`] : []),
      ...(undecidedCloses > 0 ? [`At ${counted(undecidedCloses, "close")} nobody decided; stops acted there, nothing else.`] : []),
    ];
  }
  const { slots, heldAsRecorded, repeats, haltingSlots, skippedSlots } = answer;
  return [
    `${counted(slots, "slot")} ${stretch}, each decided again apart, with ${heldAsRecorded.join(", ")} as recorded: not what this version would have done.`,
    ...(repeats > 0 ? [`${counted(repeats, "repetition")} of the same order left out.`] : []),
    ...(haltingSlots > 0 ? [`In ${counted(haltingSlots, "slot")} it would have halted; the next ones are decided as if it had not.`] : []),
    ...(skippedSlots > 0 ? [`${counted(skippedSlots, "skipped slot")} not among them.`] : []),
  ];
}

function Answered({ answer }: { readonly answer: Answer }) {
  const { effects, otherReleaseSlots, ordersLeftOut } = answer;
  const equity = answer.basis === "path" ? answer.equity : undefined;
  const notes = [
    ...basisWords(answer),
    ...(otherReleaseSlots > 0 ? [`${counted(otherReleaseSlots, "slot")} decided by another release.`] : []),
    ...(ordersLeftOut > 0 ? [`${counted(ordersLeftOut, "more order", "more orders")} differ; npx ballast what-if --all lists them.`] : []),
  ];
  return (
    <>
      <dl className="grid grid-cols-2 border-y border-line sm:grid-cols-5">
        {(["blocked", "resized", "let_through", "same"] as const).map((effect) => (
          <StatTile key={effect} label={EFFECTS[effect].word} value={effects[effect]} note="orders" />
        ))}
        <StatTile
          label="Worth at the end"
          value={equity === undefined ? "–" : formatMoney({ amount: equity.would, asset: equity.asset })}
          note={
            equity === undefined
              ? "known along its own path alone"
              : `${formatPnl({ amount: difference(equity), asset: equity.asset })} along its own path`
          }
        />
      </dl>
      <p className="px-3 py-2 text-12 text-ink-muted">{notes.join(" ")}</p>
      <DataTable
        caption="Orders that would differ"
        columns={COLUMNS}
        rows={answer.orders}
        rowKey={(row) => `${row.atMs}/${row.symbol}/${row.side}/${row.purpose}`}
        empty={<EmptyState title="No order would differ">This version would have decided the same in that time.</EmptyState>}
      />
    </>
  );
}

/** What a version would have made of an account's last days: which orders it would have blocked, resized or let through. */
export function WhatIfPanel({ versions }: { readonly versions: readonly ProfileVersion[] }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const accounts = useQuery(trpc.account.list.queryOptions({ workspaceId: workspace.id, limit: ACCOUNTS_MAX }));
  const [chosen, setChosen] = useState<{
    readonly accountId?: string;
    readonly version?: string;
    readonly days?: string;
    readonly basis?: Answer["basis"];
  }>({});
  const ask = useMutation(trpc.profile.askWhatIf.mutationOptions());
  const commandId = ask.data?.commandId;
  const asked = useQuery(
    trpc.profile.whatIf.queryOptions(
      { workspaceId: workspace.id, commandId: commandId ?? "" },
      {
        enabled: commandId !== undefined,
        refetchInterval: (query) => (["pending", "claimed", undefined].includes(query.state.data?.state) ? ASK_AGAIN_MS : false),
      },
    ),
  );
  const version = versions.find((one) => String(one.version) === chosen.version) ?? versions[0];
  const account = accounts.data?.items.find(({ id }) => id === chosen.accountId) ?? accounts.data?.items[0];
  const days = chosen.days ?? "30";
  const basis = chosen.basis ?? "path";
  const controls = (
    <>
      <Select
        label="Account"
        value={account?.id ?? ""}
        options={(accounts.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        onChange={(accountId) => setChosen({ ...chosen, accountId })}
        className="w-36"
      />
      <Select
        label="Version"
        value={String(version?.version ?? "")}
        options={versions.map((one) => ({ value: String(one.version), label: `version ${one.version}` }))}
        onChange={(next) => setChosen({ ...chosen, version: next })}
      />
      <Select label="Days back" value={days} options={DAYS} onChange={(next) => setChosen({ ...chosen, days: next })} />
      <Select
        label="Decided"
        value={basis}
        options={BASES}
        onChange={(next) => setChosen({ ...chosen, basis: BASES.find(({ value }) => value === next)?.value ?? "path" })}
      />
      <Button
        size="dense"
        tone="primary"
        disabled={account === undefined || version === undefined || ask.isPending}
        onClick={() =>
          account !== undefined &&
          version !== undefined &&
          ask.mutate({
            workspaceId: workspace.id,
            accountId: account.id,
            profileKey: version.key,
            version: version.version,
            days: Number(days),
            basis,
          })
        }
      >
        Ask
      </Button>
    </>
  );
  const { data } = asked;
  return (
    <Panel title="What if" note="The last days under another version" actions={controls} isFlush>
      {data?.answer !== undefined ? (
        <Answered answer={data.answer} />
      ) : (
        <div className="p-3">
          {ask.isError && (
            <p role="alert" className="text-13 text-halt">
              {ask.error.message}
            </p>
          )}
          {commandId === undefined ? (
            <p className="text-13 text-ink-muted">
              Pick an account, a version and how far back; the engine walks those days as that version would have traded them, and writes
              nothing.
            </p>
          ) : (
            <CommandProgress commandId={commandId} doneText="Reading the answer." />
          )}
        </div>
      )}
    </Panel>
  );
}
