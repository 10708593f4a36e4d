import { formatCount } from "@ballast/ui/format/ratio";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatUtc } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { Panel } from "@ballast/ui/primitives/panel";
import type { CoverageView } from "../shell/answers.ts";

type CoverageListProps = { readonly coverage: readonly CoverageView[]; readonly fromMs: number; readonly toMs: number };

/** Where bars stand and where none do, to scale. */
function GapBar({ of, fromMs, toMs }: { readonly of: CoverageView; readonly fromMs: number; readonly toMs: number }) {
  const placeOf = (atMs: number): number => ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * 100;
  return (
    <div
      role="img"
      aria-label={`${of.symbol}: ${of.bars} of ${of.expected} bars`}
      className="relative h-2 overflow-hidden rounded-inner bg-gain-fill/60"
    >
      {of.gaps.map((gap) => (
        <span
          key={gap.fromMs}
          className="absolute inset-y-0 min-w-1 bg-halt"
          style={{ left: `${placeOf(gap.fromMs)}%`, width: `${placeOf(gap.toMs) - placeOf(gap.fromMs)}%` }}
        />
      ))}
    </div>
  );
}

/** Each series of a period with its gaps: nothing is filled, and a run over a hole is read with the hole in sight. */
export function CoverageList({ coverage, fromMs, toMs }: CoverageListProps) {
  return (
    <ul className="flex flex-col gap-3">
      {coverage.map((one) => (
        <li key={one.symbol} className="flex flex-col gap-1 text-13">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{one.symbol}</span>
            <span className="text-ink-muted">
              {formatCount(one.bars)} of {formatCount(one.expected)} bars
            </span>
            {one.gapCount > 0 && (
              <Badge tone="warn">
                {formatCount(one.gapCount)} {one.gapCount === 1 ? "gap" : "gaps"}, {formatCount(one.expected - one.bars)} bars
              </Badge>
            )}
            {one.silentBars > 0 && <Badge>{formatCount(one.silentBars)} bars without volume</Badge>}
          </p>
          <GapBar of={one} fromMs={fromMs} toMs={toMs} />
          {one.gaps.length > 0 && (
            <details className="text-12 text-ink-muted">
              <summary className="cursor-pointer">
                {one.gapCount > one.gaps.length ? `The ${one.gaps.length} longest gaps` : "Its gaps"}
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5">
                {one.gaps.map((gap) => (
                  <li key={gap.fromMs}>
                    {formatUtc(gap.fromMs)} to {formatUtc(gap.toMs)} UTC: {formatDuration(gap.toMs - gap.fromMs)}, {formatCount(gap.bars)}{" "}
                    bars
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The bars that a result stands on. */
export function DataPanel(props: CoverageListProps) {
  return (
    <Panel title="Data" note="gaps are not filled: no decision, no fill, no mark there">
      <CoverageList {...props} />
    </Panel>
  );
}
