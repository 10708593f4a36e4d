import { lastOf, lineColour, type Line, type LineRow } from "./line-rows.ts";

type LineLegendProps = {
  readonly rows: readonly LineRow[];
  readonly lines: readonly Line[];
  readonly format: (value: number | null) => string;
};

/** The name of every line with where it ended, in the line's own stroke. */
export function LineLegend({ rows, lines, format }: LineLegendProps) {
  return (
    <div className="flex min-h-5 flex-wrap gap-x-4 gap-y-0.5 pb-1 pl-14 text-12 text-ink-muted">
      {lines.map(({ key, label, isDashed }, index) => (
        <span key={key} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" width={18} height={8} className="shrink-0">
            <line
              x1={0}
              x2={18}
              y1={4}
              y2={4}
              stroke={lineColour(index)}
              strokeWidth={2}
              strokeDasharray={isDashed === true ? "5 3" : undefined}
            />
          </svg>
          {label} <span className="font-medium text-ink">{format(lastOf(rows, key))}</span>
        </span>
      ))}
    </div>
  );
}
