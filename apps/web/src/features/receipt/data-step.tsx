import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { Copyable } from "@ballast/ui/primitives/copyable";
import type { ReactNode } from "react";
import type { ReceiptView } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 border-b border-line py-0.5 text-13">
      <dt className="shrink-0 text-ink-muted">{label}</dt>
      <dd className="min-w-0 truncate text-right text-ink">{children}</dd>
    </div>
  );
}

/** When it was due, when it was decided, on which snapshot and with what in the books. */
export function DataStep({ receipt }: { readonly receipt: ReceiptView }) {
  const lateMs = receipt.nowMs === undefined ? undefined : receipt.nowMs - receipt.atMs;
  return (
    <dl className="grid gap-x-8 @2xl:grid-cols-2">
      <Line label="Due">{formatUtc(receipt.atMs)} UTC</Line>
      <Line label="Decided">{receipt.nowMs === undefined ? "–" : `${formatUtc(receipt.nowMs)} UTC, ${formatDuration(lateMs)} after`}</Line>
      <Line label="Trigger">{receipt.kind === "bar" ? "a bar closed" : receipt.kind === "hour" ? "the hour" : receipt.kind}</Line>
      <Line label="Equity at the closes">{moneyText(receipt.equity)}</Line>
      <Line label="Prices">{receipt.isSynthetic ? "synthetic: generated, not from a venue" : "from the venue"}</Line>
      <Line label="Snapshot">
        <Copyable text={receipt.hashes.snapshot} label="snapshot hash" isShortened />
      </Line>
      <Line label="Books before">
        <Copyable text={receipt.hashes.stateBefore} label="hash of the books before" isShortened />
      </Line>
    </dl>
  );
}
