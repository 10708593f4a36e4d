/** How many trades returned between two bounds, `from` in it and `to` not; fractions of the cost. */
export type ReturnBin = { readonly from: number; readonly to: number; readonly trades: number };

/** Widths in basis points that people read easily. */
const WIDTHS_BPS = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000] as const;
const WHOLE_BPS = 10_000;
/** Past this many bins a histogram is a comb. */
const BINS_MAX = 40;

/** The narrowest width under which a range needs few enough bins; past all of them whole multiples of the widest. */
function widthFor(lowBps: number, highBps: number): number {
  const fits = (width: number): boolean => Math.floor(highBps / width) - Math.floor(lowBps / width) < BINS_MAX;
  const widest = WIDTHS_BPS[WIDTHS_BPS.length - 1] ?? WHOLE_BPS;
  const known = WIDTHS_BPS.find(fits);
  if (known !== undefined) return known;
  return widest * Math.ceil((highBps - lowBps + widest) / widest / (BINS_MAX - 1));
}

/** Returns of trades in even bins that start at multiples of their width, empty ones between them too; none without trades. */
export function returnDistribution(returns: readonly number[]): readonly ReturnBin[] {
  if (returns.length === 0) return [];
  let [low, high] = [Infinity, -Infinity];
  for (const value of returns) {
    low = Math.min(low, value * WHOLE_BPS);
    high = Math.max(high, value * WHOLE_BPS);
  }
  const width = widthFor(low, high);
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of returns) {
    const place = Math.floor((value * WHOLE_BPS) / width) - first;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((trades, place) => ({
    from: ((first + place) * width) / WHOLE_BPS,
    to: ((first + place + 1) * width) / WHOLE_BPS,
    trades,
  }));
}
