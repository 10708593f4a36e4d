import { formatPercent } from "../format/ratio.ts";

export type HistogramBin = { readonly from: number; readonly to: number; readonly count: number };

type HistogramProps = { readonly label: string; readonly bins: readonly HistogramBin[]; readonly countWord: string };

/** As many names under the bars as have room beside each other. */
const LABELS = 5;

/** How often what came out, with losses and gains told by side, sign and colour. Plain boxes: no chart library for eight bars. */
export function Histogram({ label, bins, countWord }: HistogramProps) {
  const most = bins.reduce((high, { count }) => Math.max(high, count), 1);
  const every = Math.max(1, Math.ceil(bins.length / LABELS));
  return (
    <figure role="img" aria-label={label} className="m-0 flex h-full flex-col gap-1 text-12 text-ink-muted">
      <p className="text-ink-faint">
        highest bar: {most} {countWord}
      </p>
      <div className="flex min-h-0 flex-1 items-end gap-px border-b border-line-strong">
        {bins.map(({ from, to, count }) => (
          <div
            key={from}
            title={`${formatPercent(from, { sign: "always" })} to ${formatPercent(to, { sign: "always" })}: ${count} ${countWord}`}
            className="flex h-full min-w-0 flex-1 flex-col justify-end"
          >
            <span
              className={to <= 0 ? "rounded-t-inner bg-loss-fill" : "rounded-t-inner bg-gain-fill"}
              style={{ height: `${(count / most) * 100}%`, minHeight: count > 0 ? 2 : 0 }}
            />
          </div>
        ))}
      </div>
      <div className="flex">
        {bins.map(({ from }, index) => (
          <span key={from} className="min-w-0 flex-1 overflow-visible whitespace-nowrap">
            {index % every === 0 ? formatPercent(from, { sign: "always" }) : ""}
          </span>
        ))}
      </div>
    </figure>
  );
}
