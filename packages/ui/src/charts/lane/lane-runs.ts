/** One reading: when, on which lane, and the value that the line shows; null where there is none. */
export type LanePoint = { readonly atMs: number; readonly lane: string; readonly value: number | null };

export type LaneRun = { readonly lane: string; readonly fromMs: number; readonly toMs: number };

/** Stretches on one lane. Each ends where the next begins; the last at the last reading. */
export function laneRuns(points: readonly LanePoint[]): readonly LaneRun[] {
  const runs: LaneRun[] = [];
  for (const { atMs, lane } of points) {
    const open = runs.at(-1);
    if (open === undefined) runs.push({ lane, fromMs: atMs, toMs: atMs });
    else {
      runs[runs.length - 1] = { ...open, toMs: atMs };
      if (open.lane !== lane) runs.push({ lane, fromMs: atMs, toMs: atMs });
    }
  }
  return runs;
}

type Frame = { readonly low: number; readonly high: number; readonly width: number; readonly height: number };

/** The line as an SVG path in a frame; it is lifted where a value is missing, so that a gap is a gap. */
export function pathOf(points: readonly LanePoint[], { low, high, width, height }: Frame): string {
  const [first, last] = [points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 0];
  const spanMs = Math.max(1, last - first);
  const range = high > low ? high - low : 1;
  let isDown = false;
  const steps = points.map(({ atMs, value }) => {
    if (value === null) {
      isDown = false;
      return "";
    }
    const command = isDown ? "L" : "M";
    isDown = true;
    return `${command}${(((atMs - first) / spanMs) * width).toFixed(1)} ${((1 - (value - low) / range) * height).toFixed(1)}`;
  });
  return steps.join("");
}
