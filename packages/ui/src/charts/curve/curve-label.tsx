type CurveLabelProps = {
  readonly text: string;
  readonly colour: string;
  readonly dyPx: number;
  /** At the left of its point, where the right has no room. */
  readonly isBefore?: boolean;
  /** Given by the chart: the box of the point. */
  readonly viewBox?: { readonly x?: number; readonly y?: number; readonly width?: number; readonly height?: number };
};

/** A curve's name at its end, with a rim in the ground's colour that keeps it readable over its own line. */
export function CurveLabel({ text, colour, dyPx, isBefore = false, viewBox }: CurveLabelProps) {
  const x = (viewBox?.x ?? 0) + (viewBox?.width ?? 0) / 2;
  const y = (viewBox?.y ?? 0) + (viewBox?.height ?? 0) / 2;
  return (
    <text
      x={x + (isBefore ? -8 : 8)}
      y={y + dyPx}
      textAnchor={isBefore ? "end" : "start"}
      fontSize={12}
      fontWeight={500}
      fill={colour}
      stroke="var(--surface)"
      strokeWidth={4}
      paintOrder="stroke"
    >
      {text}
    </text>
  );
}
