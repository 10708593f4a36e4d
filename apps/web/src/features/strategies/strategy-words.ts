import { isGovernedStrategy, type GovernedStrategy } from "@ballast/core/strategy/governed/kinds";

/** What each strategy does, in a sentence. */
export const STRATEGY_WORDS: Readonly<Record<GovernedStrategy, { readonly name: string; readonly does: string }>> = {
  "trend-follower": { name: "Trend follower", does: "Buys where the fast average crosses above the slow one in rising prices." },
  "volatility-swing": { name: "Volatility swing", does: "Buys the first rise after a dip, sells on the other side of the mean." },
  "mean-reversion": { name: "Mean reversion", does: "Buys far under the mean, sells where the price is back at it." },
  "defensive-hedge": { name: "Defensive hedge", does: "Sells a part down to quote where most of the market falls. Buys nothing." },
  "stable-allocator": { name: "Stable allocator", does: "Buys the benchmark in equal tranches by the clock, in a panic only." },
  recovery: { name: "Recovery after drawdown", does: "Buys what has fallen far below its high and rises again." },
};

/** A strategy's name; of a position that was found and nobody opened, that. */
export function strategyName(kind: string): string {
  if (kind === "") return "None: the position was found";
  if (isGovernedStrategy(kind)) return STRATEGY_WORDS[kind].name;
  if (kind === "governed") return "Governed";
  return kind === "ema-atr" ? "EMA crossover with ATR stop" : kind;
}
