type SparklineProps = { readonly label: string; readonly values: readonly number[]; readonly widthPx?: number; readonly heightPx?: number };

/** A curve the size of a word, drawn without a chart library. Its baseline is where it began. */
export function Sparkline({ label, values, widthPx = 96, heightPx = 20 }: SparklineProps) {
  const first = values[0];
  if (first === undefined || values.length < 2) return <span className="text-ink-faint">–</span>;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const yOf = (value: number): number => (high === low ? heightPx / 2 : 1 + (1 - (value - low) / (high - low)) * (heightPx - 2));
  const path = values.map((value, index) => `${((index / (values.length - 1)) * widthPx).toFixed(1)},${yOf(value).toFixed(1)}`).join(" ");
  return (
    <svg role="img" aria-label={label} width={widthPx} height={heightPx} className="block">
      <line x1={0} x2={widthPx} y1={yOf(first)} y2={yOf(first)} stroke="var(--line-strong)" strokeDasharray="2 2" />
      <polyline points={path} fill="none" stroke="var(--series-1)" strokeWidth={1.25} />
    </svg>
  );
}
