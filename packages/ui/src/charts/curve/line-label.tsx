type LineLabelProps = {
  readonly text: string;
  /** Given by the chart: the box of the line. */
  readonly viewBox?: { readonly x?: number; readonly y?: number; readonly width?: number };
};

/** The name of a level, above its line at the right, with a rim in the ground's colour. */
export function LineLabel({ text, viewBox }: LineLabelProps) {
  const x = (viewBox?.x ?? 0) + (viewBox?.width ?? 0) - 4;
  return (
    <text
      x={x}
      y={(viewBox?.y ?? 0) - 5}
      textAnchor="end"
      fontSize={12}
      fill="var(--ink-muted)"
      stroke="var(--surface)"
      strokeWidth={4}
      paintOrder="stroke"
    >
      {text}
    </text>
  );
}
