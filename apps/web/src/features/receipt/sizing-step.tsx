import { wordsOf } from "@ballast/core/decision/reason-codes";
import type { ReceiptView } from "../shell/answers.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts } from "./fact-groups.ts";
import { factValue } from "./fact-words.ts";

type SizingFact = ReturnType<typeof groupFacts>["sizing"][number];

/** The sentence of a sizing, its quantity read as the facts beneath read it. */
function sentenceOf({ code, symbol, values }: SizingFact): string {
  const read = values.map(([name, value]) => [name, name === "quantity" ? factValue([name, value], symbol) : value] as const);
  return wordsOf(code, read).replaceAll("_", " ");
}

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
          sentence={sentenceOf(fact)}
          code={fact.code}
          values={fact.values}
        />
      ))}
    </div>
  );
}
