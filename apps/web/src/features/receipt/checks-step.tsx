import { wordsOf } from "@ballast/core/decision/reason-codes";
import { Ban, CircleCheck } from "lucide-react";
import type { ReceiptView } from "../shell/answers.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts } from "./fact-groups.ts";

function PassedLine({ intents }: { readonly intents: number }) {
  return (
    <p className="flex items-center gap-2 text-13 text-ink">
      <CircleCheck aria-hidden="true" className="size-4 text-gain" />
      {intents === 1
        ? "The order passed every check that applies to it."
        : `All ${intents} orders passed every check that applies to them.`}
    </p>
  );
}

/** What the gate refused and why, what it let through, and what had nothing to look at. */
export function ChecksStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { checks } = groupFacts(receipt.facts);
  const { refusalList, intentList } = receipt;
  const hasNothing = refusalList.length === 0 && intentList.length === 0 && checks.length === 0;
  if (hasNothing) return <p className="text-13 text-ink-muted">Nothing was wanted, so nothing was asked of the gate.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      {intentList.length > 0 && <PassedLine intents={intentList.length} />}
      {refusalList.map((refusal, index) => (
        <FactCard
          key={`${refusal.symbol}/${refusal.code}/${index}`}
          symbol={refusal.symbol}
          sentence={wordsOf(refusal.code, refusal.facts)}
          code={refusal.code}
          values={refusal.facts}
          mark={<Ban aria-hidden="true" className="size-4 text-warn" />}
        />
      ))}
      {checks.map((fact, index) => (
        <FactCard
          key={`${fact.symbol}/${fact.code}/${index}`}
          symbol={fact.symbol}
          sentence={wordsOf(fact.code, fact.values)}
          code={fact.code}
          values={fact.values}
        />
      ))}
    </div>
  );
}
