import type { NamedValue } from "../shell/answers.ts";
import { factLabel, factValue, type FactOf } from "./fact-words.ts";

type FactListProps = { readonly values: readonly NamedValue[]; readonly of: FactOf };

/** Named figures, each with its unit, side by side where there is room; as they stand in the receipt on hover. */
export function FactList({ values, of }: FactListProps) {
  if (values.length === 0) return null;
  const asset = values.find(([name]) => name === "asset")?.[1];
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-x-6">
      {values.map((pair) => (
        <div key={pair[0]} className="flex items-baseline justify-between gap-3 border-b border-line py-1 text-13">
          <dt className="text-ink-muted">{factLabel(pair[0])}</dt>
          <dd className="text-right text-ink" title={pair[1]}>
            {factValue(pair, { ...of, asset })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
