import { reasonWords } from "../decisions/reason-words.ts";
import type { ReceiptView } from "../shell/answers.ts";
import { ChosenStrategies } from "./chosen-strategies.tsx";
import { FactCard } from "./fact-card.tsx";
import { groupFacts, mergeBareFacts } from "./fact-groups.ts";

const CHOSEN = "STRATEGIES_CHOSEN";

/** Which strategies may act, and what they made of each instrument. */
export function StrategyStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { strategy } = groupFacts(receipt.facts);
  const chosen = strategy.find(({ code }) => code === CHOSEN);
  if (strategy.length === 0)
    return (
      <p className="text-13 text-ink-muted">
        {receipt.reasonCodes.length === 0
          ? "No signal."
          : `${receipt.reasonCodes.map(reasonWords).join(". ")}. The indicators stand in the snapshot.`}
      </p>
    );
  return (
    <div className="flex flex-col gap-1.5">
      {chosen !== undefined && <ChosenStrategies fact={chosen} />}
      {mergeBareFacts(strategy.filter(({ code }) => code !== CHOSEN)).map((fact, index) => (
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
