import type { FeatureKinds } from "./feature-kind.ts";
import { HLSPREAD_KIND, SPREAD_KIND, SURGE_KIND } from "./liquidity-kinds.ts";
import { ATR_KIND, BREAKOUT_KIND, EMA_KIND, RETURN_KIND, SLOPE_KIND, ZSCORE_KIND } from "./price-kinds.ts";
import { BETA_KIND, CORR_KIND, STDEV_KIND, VOL_KIND, VOLFLAG_KIND } from "./risk-kinds.ts";

/** Every kind of feature (FEA1) by the word that stands in its name. The laws of the family are tested over this table. */
export const FEATURE_KINDS: FeatureKinds = {
  atr: ATR_KIND,
  beta: BETA_KIND,
  breakout: BREAKOUT_KIND,
  corr: CORR_KIND,
  ema: EMA_KIND,
  hlspread: HLSPREAD_KIND,
  return: RETURN_KIND,
  slope: SLOPE_KIND,
  spread: SPREAD_KIND,
  stdev: STDEV_KIND,
  surge: SURGE_KIND,
  vol: VOL_KIND,
  volflag: VOLFLAG_KIND,
  zscore: ZSCORE_KIND,
};
