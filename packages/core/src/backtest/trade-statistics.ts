import { numberOfUnits } from "../numeric/fixed.ts";
import { netUnitsOf, type ClosedTrade } from "./closed-trade.ts";

/** What a set of trades did. Amounts in the report's currency; a trade wins above 0 and loses below, net of its fees. */
export type TradeStatistics = {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Wins ÷ trades. */
  readonly winRate: number | null;
  readonly net: number;
  readonly grossProfit: number;
  /** Sum of the losing trades, at most 0. */
  readonly grossLoss: number;
  /** Gross profit ÷ gross loss; null without a loss. */
  readonly profitFactor: number | null;
  /** Net ÷ trades: what a trade earned on average. */
  readonly expectancy: number | null;
  readonly averageWin: number | null;
  /** At most 0. */
  readonly averageLoss: number | null;
  /** Average win ÷ average loss, by size. */
  readonly payoff: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  readonly meanHoldMs: number | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
};

type Tally = {
  readonly wins: number;
  readonly losses: number;
  readonly profitUnits: bigint;
  readonly lossUnits: bigint;
  readonly bestUnits: bigint;
  readonly worstUnits: bigint;
  readonly holdMs: number;
};

function tallyOf(trades: readonly ClosedTrade[]): Tally {
  let [wins, losses, holdMs] = [0, 0, 0];
  let [profitUnits, lossUnits] = [0n, 0n];
  const [first] = trades;
  let bestUnits = first === undefined ? 0n : netUnitsOf(first);
  let worstUnits = bestUnits;
  for (const trade of trades) {
    const units = netUnitsOf(trade);
    if (units > 0n) {
      wins += 1;
      profitUnits += units;
    } else if (units < 0n) {
      losses += 1;
      lossUnits += units;
    }
    if (units > bestUnits) bestUnits = units;
    if (units < worstUnits) worstUnits = units;
    holdMs += trade.exitMs - trade.entryMs;
  }
  return { wins, losses, profitUnits, lossUnits, bestUnits, worstUnits, holdMs };
}

/** The longest row of trades whose net has a sign; one of 0 ends it. */
function longestStreak(trades: readonly ClosedTrade[], isOf: (units: bigint) => boolean): number {
  let [longest, length] = [0, 0];
  for (const trade of trades) {
    length = isOf(netUnitsOf(trade)) ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return longest;
}

const ratio = (numerator: number, denominator: number): number | null => (denominator === 0 ? null : numerator / denominator);

/** Statistics of trades in the order in which they were closed. Sums are of units, so that parts of a set add up to it. */
export function tradeStatistics(trades: readonly ClosedTrade[], quoteScale: number): TradeStatistics {
  const tally = tallyOf(trades);
  const { wins, losses } = tally;
  const amount = (units: bigint): number => numberOfUnits(units, quoteScale);
  const [grossProfit, grossLoss, net] = [amount(tally.profitUnits), amount(tally.lossUnits), amount(tally.profitUnits + tally.lossUnits)];
  const [averageWin, averageLoss] = [ratio(grossProfit, wins), ratio(grossLoss, losses)];
  const isEmpty = trades.length === 0;
  return {
    trades: trades.length,
    wins,
    losses,
    winRate: ratio(wins, trades.length),
    net,
    grossProfit,
    grossLoss,
    profitFactor: ratio(grossProfit, -grossLoss),
    expectancy: ratio(net, trades.length),
    averageWin,
    averageLoss,
    payoff: averageWin === null || averageLoss === null ? null : averageWin / -averageLoss,
    best: isEmpty ? null : amount(tally.bestUnits),
    worst: isEmpty ? null : amount(tally.worstUnits),
    meanHoldMs: ratio(tally.holdMs, trades.length),
    longestWinStreak: longestStreak(trades, (units) => units > 0n),
    longestLossStreak: longestStreak(trades, (units) => units < 0n),
  };
}
