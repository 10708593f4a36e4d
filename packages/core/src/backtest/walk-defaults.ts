/** What slippage and latency are drawn from where nobody says: the same in every backtest, sweep, walk-forward and study of a page. */
export const DEFAULT_SEED = "lab";
export const SEED_LENGTH_MAX = 100;

/** Mean slippage of a fill where nobody says: a reference profile fills at the price, any other as a taker of a liquid market does. */
export function usualSlippageBps(of: { readonly isReference: boolean }): number {
  return of.isReference ? 0 : USUAL_SLIPPAGE_BPS;
}

const USUAL_SLIPPAGE_BPS = 5;
