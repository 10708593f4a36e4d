/** What a snapshot of a governed lineage carries per instrument, sorted: strategies, selector and risk read no others. */
export const GOVERNED_FEATURE_NAMES: readonly string[] = [
  "atr:14",
  "beta:720",
  "breakout:20",
  "corr:720",
  "ema:20",
  "ema:20@-1",
  "ema:50",
  "ema:50@-1",
  "ema:50@-24",
  "hlspread:24",
  "return:1",
  "return:24",
  "return:4",
  "slope:24",
  "spread:24:720",
  "stdev:24",
  "surge:24",
  "vol:720",
  "volflag:24:720",
  "zscore:20",
];

/**
 * What it carries of the market as a whole, sorted: breadth, which the panel computes, and the values
 * of the regime, which is read along the lineage.
 */
export const GOVERNED_MARKET_FEATURE_NAMES: readonly string[] = [
  "breadth:24",
  "regime",
  "regime-confidence",
  "risk-score",
  "trend",
  "volatility-index",
];
