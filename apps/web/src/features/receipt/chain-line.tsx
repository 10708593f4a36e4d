import { clsx } from "clsx";
import { Link2, Link2Off } from "lucide-react";
import type { ReceiptView } from "../shell/answers.ts";

function verdictWords(chain: ReceiptView["chain"]): string {
  if (chain.isIntact) return "The chain holds: this receipt is as it was written, and follows the one before it.";
  if (!chain.isHashRight)
    return "This receipt is not as it was written: its own hash does not fit its content. Stop and find out who touched it.";
  return "A receipt before this one is missing or was changed: the link does not fit. Stop and find out who touched it.";
}

/** Whether the receipt can be believed: recomputed from the stored columns when it was opened. */
export function ChainLine({ chain }: { readonly chain: ReceiptView["chain"] }) {
  const Icon = chain.isIntact ? Link2 : Link2Off;
  return (
    <p
      role={chain.isIntact ? undefined : "alert"}
      className={clsx(
        "flex items-center gap-2 rounded border px-3 py-2 text-13 text-ink",
        chain.isIntact ? "border-line bg-surface" : "border-halt/50 bg-halt-soft",
      )}
    >
      <Icon aria-hidden="true" className={clsx("size-4 shrink-0", chain.isIntact ? "text-gain" : "text-halt")} />
      {verdictWords(chain)}
    </p>
  );
}
