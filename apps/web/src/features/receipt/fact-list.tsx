import type { NamedValue } from "../shell/answers.ts";
import { factLabel, factValue } from "./fact-words.ts";

/** Named figures, each with its unit, side by side where there is room. */
export function FactList({ values, symbol }: { readonly values: readonly NamedValue[]; readonly symbol: string }) {
  if (values.length === 0) return null;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-x-6">
      {values.map((pair) => (
        <div key={pair[0]} className="flex items-baseline justify-between gap-3 border-b border-line py-1 text-13">
          <dt className="text-ink-muted">{factLabel(pair[0])}</dt>
          <dd className="text-right text-ink">{factValue(pair, symbol)}</dd>
        </div>
      ))}
    </dl>
  );
}
