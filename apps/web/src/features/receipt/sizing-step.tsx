import type { ReceiptView } from "../shell/answers.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts } from "./fact-groups.ts";

/** How much of each entry was wanted, and which limit bound it. */
export function SizingStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { sizing } = groupFacts(receipt.facts);
  if (sizing.length === 0) return <p className="text-13 text-ink-muted">No entry was sized.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      {sizing.map((fact, index) => (
        <FactCard
          key={`${fact.symbol}/${fact.code}/${index}`}
          symbol={fact.symbol}
          code={fact.code}
          values={fact.values}
          currency={receipt.equity.asset}
        />
      ))}
    </div>
  );
}
