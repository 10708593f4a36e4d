/** What one study may ask for; beyond it is a slip of the keyboard, and is refused before any work. */
export const STUDY_LIMITS = {
  /** Parameter sets of one grid. */
  gridPointsMax: 20_000,
  /** Values of one axis. */
  axisValuesMax: 1_000,
  axesMax: 6,
  /** Parameter sets times folds. */
  walksMax: 200_000,
  /** Bars of one period: nine years of minutes. */
  barsMax: 5_000_000,
  /** Bars that all parameter sets together walk over: two hours of two cores. */
  barStepsMax: 20_000_000_000,
  titleLengthMax: 120,
} as const;

/** Returns that a point keeps, of as many equal stretches: what CSCV cuts into 16 blocks of 15. */
export const RETURN_STRETCHES = 240;
