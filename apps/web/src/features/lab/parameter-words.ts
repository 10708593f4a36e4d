/** Parameters of the EMA crossover, as people say them and as a form bounds them. */
export const EMA_PARAMETERS = [
  { name: "fast", label: "Fast EMA", unit: "bars", usual: "20", about: "1 to 1,000 bars, shorter than the slow one" },
  { name: "slow", label: "Slow EMA", unit: "bars", usual: "50", about: "1 to 1,000 bars" },
  { name: "atr", label: "ATR", unit: "bars", usual: "14", about: "1 to 1,000 bars" },
  { name: "atrMult", label: "Stop", unit: "ATR", usual: "2", about: "0.1 to 20 ATR under the entry" },
  { name: "tpMult", label: "Take profit", unit: "ATR", usual: "", about: "0.1 to 50 ATR over the entry; off where empty" },
] as const;

/** A parameter as a form or a heading names it; its own name where it is none of these. */
export function parameterName(name: string): string {
  return EMA_PARAMETERS.find((parameter) => parameter.name === name)?.label ?? name;
}
