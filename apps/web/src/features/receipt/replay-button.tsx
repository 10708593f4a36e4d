"use client";

import { Button } from "@ballast/ui/primitives/button";
import { useMutation, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { CircleAlert, CircleCheck, LoaderCircle, RotateCcw } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useRight, useWorkspace } from "../../client/workspace.tsx";
import type { ReceiptView, ReplayState } from "../shell/answers.ts";

const ASK_AGAIN_MS = 1_000;
const isOver = (state: string | undefined): boolean => state === "done" || state === "refused" || state === "failed";

type Told = { readonly look: "waiting" | "same" | "differs"; readonly words: string };

/** What a replay found, in words. */
function tellReplay(state: ReplayState | undefined): Told {
  if (state === undefined || !isOver(state.state))
    return { look: "waiting", words: state?.state === "claimed" ? "The engine decides it again." : "Waiting for the engine." };
  if (state.verdict === undefined) return { look: "differs", words: state.message ?? "The engine could not replay it." };
  const { difference, bookings, decidedOnly } = state.verdict;
  if (difference !== undefined)
    return {
      look: "differs",
      words: `Differs first in ${difference.field}: stored ${difference.stored}, replayed ${difference.replayed}.`,
    };
  const booked =
    decidedOnly > 0
      ? "its bookings are from before they were replayed"
      : bookings === 0
        ? "nothing was booked by it"
        : `${bookings} booking${bookings === 1 ? "" : "s"} with it`;
  return { look: "same", words: `Identical to the byte, ${booked}.` };
}

const LOOKS = {
  waiting: { icon: LoaderCircle, look: "border-line bg-surface", ink: "animate-spin text-ink-muted" },
  same: { icon: CircleCheck, look: "border-line bg-surface", ink: "text-gain" },
  differs: { icon: CircleAlert, look: "border-halt/50 bg-halt-soft", ink: "text-halt" },
} as const;

/** Has this decision made again from what is stored, by the code that made it, and shows whether it comes out the same. */
export function ReplayButton({ receipt }: { readonly receipt: ReceiptView }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const right = useRight("engine.ask");
  const ask = useMutation(trpc.decision.askReplay.mutationOptions());
  const commandId = ask.data?.commandId;
  const replay = useQuery(
    trpc.decision.replay.queryOptions(
      { workspaceId: workspace.id, commandId: commandId ?? "" },
      { enabled: commandId !== undefined, refetchInterval: (query) => (isOver(query.state.data?.state) ? false : ASK_AGAIN_MS) },
    ),
  );
  const { accountId, runId, receiptSeq } = receipt;
  const told = ask.isError
    ? ({ look: "differs", words: ask.error.message } as const)
    : commandId === undefined
      ? undefined
      : tellReplay(replay.data);
  const shown = told === undefined ? undefined : LOOKS[told.look];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="dense"
        disabled={!right.isAllowed || ask.isPending || told?.look === "waiting"}
        title={right.reason ?? "Decides this receipt again from what is stored"}
        onClick={() => ask.mutate({ workspaceId: workspace.id, accountId, runId, receiptSeq })}
      >
        <RotateCcw aria-hidden="true" />
        Replay
      </Button>
      {told !== undefined && shown !== undefined && (
        <p
          role={told.look === "differs" ? "alert" : "status"}
          className={clsx("flex min-w-0 items-center gap-2 rounded border px-2 py-1 text-13 break-words text-ink", shown.look)}
        >
          <shown.icon aria-hidden="true" className={clsx("size-4 shrink-0", shown.ink)} />
          {told.words}
        </p>
      )}
    </div>
  );
}
