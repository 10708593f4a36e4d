import { DEFAULT_FILL_MODEL, type BarFillModelSpec } from "./fill-model-spec.ts";

const BPS_A_PERCENT = 100;

/** What every model of bars assumes of a stop, because nothing is known of the inside of a bar. */
const STOPS = "Stops inside a bar are pessimistic: at the lower of open and trigger or worse, and before a take profit of the same bar.";

/** How a venue that was never there fills, for the head of what a run or a backtest reports. */
export function fillModelWords(spec: BarFillModelSpec = DEFAULT_FILL_MODEL): string {
  if (spec.name === "next-open") return `next-open, each order whole at the next bar's open. ${STOPS}`;
  const { participationBps, barsMax, latencyMs } = spec;
  const part = `at most ${participationBps / BPS_A_PERCENT} % of a bar's volume`;
  const bars = barsMax === 1 ? "one bar" : `${barsMax} bars`;
  return `bar-path, the price turning against the order first: ${part}, entries for up to ${bars}, ${latencyMs.min} to ${latencyMs.max} ms of latency. ${STOPS}`;
}
