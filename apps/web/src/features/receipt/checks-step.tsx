import type { ReceiptView } from "../shell/answers.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts } from "./fact-groups.ts";
import { GateCard } from "./gate-card.tsx";

/** Stands at the order that it is about, check by check. */
const AT_ORDERS = "CHECKS_NOT_APPLICABLE";

/** What the gate was asked, and what each of its checks said. */
export function ChecksStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { askings } = receipt.content;
  const facts = groupFacts(receipt.facts).checks.filter(({ code }) => code !== AT_ORDERS);
  if (askings.length === 0 && facts.length === 0)
    return <p className="text-13 text-ink-muted">Nothing was wanted, so nothing was asked of the gate.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      {askings.map((asking, index) => (
        <GateCard
          key={`${asking.symbol}/${asking.orderId ?? asking.refusal?.code ?? ""}/${index}`}
          asking={asking}
          currency={receipt.equity.asset}
        />
      ))}
      {facts.map((fact, index) => (
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
