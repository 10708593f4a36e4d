/** The pairs that stand for the market, the best first. */
const BENCHMARKS: readonly string[] = ["BTC/USD", "BTC/USDC", "BTC/CAD", "BTC/EUR", "BTC/USDT"];

/** What betas and correlations of a universe are to: its BTC pair, else its first symbol. */
export function benchmarkOf(universe: readonly string[]): string {
  const benchmark = BENCHMARKS.find((symbol) => universe.includes(symbol)) ?? universe[0];
  if (benchmark === undefined) throw new RangeError("a universe without instruments has no benchmark");
  return benchmark;
}
