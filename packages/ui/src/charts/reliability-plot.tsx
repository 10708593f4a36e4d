export type ReliabilityPoint = {
  /** 0 to 1: what was said, and how often it came true. */
  readonly stated: number;
  readonly observed: number;
  /** How much was counted: the dot's area. */
  readonly weight: number;
  /** The reading under the pointer, in words. */
  readonly text: string;
};

type ReliabilityPlotProps = {
  /** Names the picture for who can't see it. */
  readonly label: string;
  readonly points: readonly ReliabilityPoint[];
  readonly statedWord: string;
  readonly observedWord: string;
};

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
const DOT_PX_MIN = 6;
const DOT_PX_MAX = 26;

const place = (ratio: number): string => `${ratio * 100}%`;

/** A dot's diameter: its area tells the weight, and the least is still seen. */
function dotPx(weight: number, heaviest: number): number {
  return Math.max(DOT_PX_MIN, DOT_PX_MAX * Math.sqrt(weight / heaviest));
}

/** What was said against what came true. On the diagonal the two are one; below it too much was promised. Plain boxes: no chart library for twenty dots. */
export function ReliabilityPlot({ label, points, statedWord, observedWord }: ReliabilityPlotProps) {
  const heaviest = points.reduce((most, { weight }) => Math.max(most, weight), 1);
  return (
    <figure role="img" aria-label={label} className="m-0 flex h-full flex-col gap-1 text-12 text-ink-faint">
      <p>{observedWord}</p>
      <div className="grid min-h-0 flex-1 grid-cols-[40px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_18px_auto] gap-x-2 pt-2 pr-4">
        <div className="relative">
          {TICKS.map((tick) => (
            <span key={tick} className="absolute right-0 -translate-y-1/2 tabular-nums" style={{ top: place(1 - tick) }}>
              {tick * 100} %
            </span>
          ))}
        </div>
        <div className="relative border-b border-l border-line-strong">
          {TICKS.slice(1).map((tick) => (
            <span key={tick} className="absolute inset-x-0 border-t border-line" style={{ bottom: place(tick) }} />
          ))}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full">
            <path d="M0 100 100 0" stroke="var(--ink-faint)" strokeDasharray="4 3" vectorEffect="non-scaling-stroke" />
          </svg>
          {points.map(({ stated, observed, weight, text }) => (
            <span
              key={stated}
              title={text}
              className="absolute -translate-x-1/2 translate-y-1/2 rounded-full border border-surface bg-accent opacity-75"
              style={{ left: place(stated), bottom: place(observed), width: dotPx(weight, heaviest), height: dotPx(weight, heaviest) }}
            />
          ))}
        </div>
        <span />
        <div className="relative">
          {TICKS.map((tick) => (
            <span key={tick} className="absolute top-0.5 -translate-x-1/2 whitespace-nowrap tabular-nums" style={{ left: place(tick) }}>
              {tick * 100} %
            </span>
          ))}
        </div>
        <span />
        <p className="text-right">{statedWord}</p>
      </div>
    </figure>
  );
}
