import type { BarColumns } from "@ballast/core/market/bar";

export type PlainTerms = {
  readonly fast: number;
  readonly slow: number;
  readonly atr: number;
  readonly atrMult: number;
  readonly feeBps: number;
  readonly cash: number;
};
export type PlainResult = { readonly trades: number; readonly finalEquity: number; readonly equity: Float64Array };

const largerOf = (left: number, right: number): number => (left > right ? left : right);

/**
 * The reference strategy as one loop over typed arrays, in doubles and with nothing around it: no gate,
 * no books, no receipts. A backtest is told beside it, and it is another program that has to make the same
 * trades. It seeds its averages and keeps the curve of equity; a loop that does neither is several times faster. One function on purpose, so that the compiler sees all of it.
 */
export function walkPlainly({ open, high, low, close }: BarColumns, terms: PlainTerms): PlainResult {
  const { fast, slow, atr, atrMult } = terms;
  const fee = terms.feeBps / 10_000;
  const [fastWeight, slowWeight] = [2 / (fast + 1), 2 / (slow + 1)];
  const rows = close.length;
  const equity = new Float64Array(rows);
  let [short, long, range, sumShort, sumLong, sumRange] = [0, 0, 0, 0, 0, 0];
  let [cash, quantity, stop, wanted, trades] = [terms.cash, 0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const price = close[row] ?? 0;
    const opened = open[row] ?? 0;
    const bottom = low[row] ?? 0;
    let sold = 0;
    if (wanted > 0) {
      quantity = cash / (opened * (1 + fee));
      stop = opened - atrMult * range;
      cash = 0;
    } else if (wanted < 0) sold = opened;
    if (sold === 0 && quantity > 0 && bottom <= stop) sold = opened < stop ? opened : stop;
    if (sold > 0) {
      cash = quantity * sold * (1 - fee);
      quantity = 0;
      trades += 1;
    }
    const [shortBefore, longBefore] = [short, long];
    sumShort += row < fast ? price : 0;
    sumLong += row < slow ? price : 0;
    short = row < fast ? sumShort / fast : price * fastWeight + short * (1 - fastWeight);
    long = row < slow ? sumLong / slow : price * slowWeight + long * (1 - slowWeight);
    if (row > 0) {
      const before = close[row - 1] ?? 0;
      const top = high[row] ?? 0;
      const trueRange = largerOf(top - bottom, largerOf(Math.abs(top - before), Math.abs(bottom - before)));
      sumRange += row <= atr ? trueRange : 0;
      range = row <= atr ? sumRange / atr : (range * (atr - 1) + trueRange) / atr;
    }
    wanted = 0;
    if (row >= slow && quantity === 0 && short > long && shortBefore <= longBefore) wanted = 1;
    if (row >= slow && quantity > 0 && short < long && shortBefore >= longBefore) wanted = -1;
    equity[row] = cash + quantity * price;
  }
  if (quantity > 0) trades += 1;
  return { trades, finalEquity: cash + quantity * (close[rows - 1] ?? 0) * (1 - fee), equity };
}
