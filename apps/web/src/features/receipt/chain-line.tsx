import { formatUtc } from "@ballast/ui/format/time";
import { clsx } from "clsx";
import { Link2, Link2Off } from "lucide-react";
import type { ReceiptView } from "../shell/answers.ts";

type Judged = Pick<ReceiptView, "chain" | "incidents">;

/** Hashes may hold where a replay does not: who changes a row with its hash leaves a chain that is whole. */
function verdictWords({ chain, incidents }: Judged): string {
  const [incident] = incidents;
  if (!chain.isHashRight)
    return "This receipt is not as it was written: its own hash does not fit its content. Stop and find out who touched it.";
  if (!chain.isLinked)
    return "A receipt before this one is missing or was changed: the link does not fit. Stop and find out who touched it.";
  if (incident !== undefined)
    return `An incident is open on this receipt since ${formatUtc(incident.openedAtMs)}, though its hashes fit. ${incident.detail}`;
  return "The chain holds: this receipt is as it was written, and follows the one before it.";
}

/** Whether the receipt can be believed: recomputed from the stored columns when it was opened, and what the auditor found. */
export function ChainLine({ receipt }: { readonly receipt: Judged }) {
  const isSound = receipt.chain.isIntact && receipt.incidents.length === 0;
  const Icon = isSound ? Link2 : Link2Off;
  return (
    <p
      role={isSound ? undefined : "alert"}
      className={clsx(
        "flex items-center gap-2 rounded border px-3 py-2 text-13 text-ink",
        isSound ? "border-line bg-surface" : "border-halt/50 bg-halt-soft",
      )}
    >
      <Icon aria-hidden="true" className={clsx("size-4 shrink-0", isSound ? "text-gain" : "text-halt")} />
      <span className="min-w-0 break-words">{verdictWords(receipt)}</span>
    </p>
  );
}
