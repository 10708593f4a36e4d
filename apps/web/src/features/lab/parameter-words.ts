import type { ParameterName } from "@ballast/core/strategy/governed/parameters";

type EmaParameter = "fast" | "slow" | "atr" | "atrMult" | "tpMult";

/** Every parameter in a word or two. What a form knows of them stands apart: a page of results needs the words alone. */
export const PARAMETER_LABELS: Readonly<Record<EmaParameter | ParameterName, string>> = {
  fast: "Fast EMA",
  slow: "Slow EMA",
  atr: "ATR",
  atrMult: "Stop",
  tpMult: "Take profit",
  trendStopAtr: "Trend stop",
  trendEdgeAtr: "Trend edge",
  swingEntryDeviations: "Swing entry",
  swingExitDeviations: "Swing exit",
  swingStopAtr: "Swing stop",
  swingEdgeAtr: "Swing edge",
  reversionEntryDeviations: "Reversion entry",
  reversionExitDeviations: "Reversion exit",
  reversionStopAtr: "Reversion stop",
  reversionEdgeAtr: "Reversion edge",
  hedgeSaleBps: "Hedge sale",
  hedgeBreadthBpsMax: "Hedge breadth",
  allocatorEveryHours: "Tranche every",
  allocatorTranches: "Tranches",
  allocatorStopAtr: "Tranche stop",
  allocatorEdgeAtr: "Tranche edge",
  recoveryFallBps: "Recovery fall",
  recoveryStopAtr: "Recovery stop",
  recoveryEdgeAtr: "Recovery edge",
  harvestGainAtr: "Harvest gain",
  harvestSaleBps: "Harvest sale",
  reentryDipAtr: "Re-entry dip",
  reentryReboundBps: "Re-entry rebound",
  deriskContinuationBps: "De-risk score",
  deriskSaleBps: "De-risk sale",
  exitContinuationBps: "Exit score",
  exitReboundBpsMax: "Exit rebound",
  restBars: "Rest",
};

/** A parameter as a form or a heading names it; its own name where it is none of these. */
export function parameterName(name: string): string {
  return Object.entries(PARAMETER_LABELS).find(([known]) => known === name)?.[1] ?? name;
}
