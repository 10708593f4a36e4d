import { formatPercent } from "@ballast/ui/format/ratio";
import type { FactView } from "../shell/answers.ts";
import { strategyName } from "../strategies/strategy-words.ts";

const WHOLE_BPS = 10_000;

/** The strategies that may open positions in this regime, each with its share of what the regime leaves. */
export function ChosenStrategies({ fact }: { readonly fact: FactView }) {
  const budgetBps = Number(fact.values.find(([name]) => name === "budgetBps")?.[1] ?? 0);
  const shares = fact.values.filter(([name]) => name !== "budgetBps");
  if (shares.length === 0) return <p className="text-13 text-ink">No strategy fits this market, so nothing is opened.</p>;
  return (
    <div className="rounded border border-line bg-surface px-3 py-2 text-13">
      <p className="text-ink-muted">The regime leaves {formatPercent(budgetBps / WHOLE_BPS)} of the exposure cap. Of it:</p>
      <ul className="mt-1 flex flex-col gap-1.5">
        {shares.map(([strategy, share]) => (
          <li key={strategy} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3">
            <span className="font-medium text-ink">{strategyName(strategy)}</span>
            <span className="text-ink">{formatPercent(Number(share) / WHOLE_BPS)}</span>
            <span aria-hidden="true" className="col-span-2 h-1 rounded-inner bg-sunken">
              <span className="block h-1 rounded-inner bg-accent" style={{ width: `${Number(share) / 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
