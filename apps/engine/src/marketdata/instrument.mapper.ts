import type { InstrumentStatus } from "@ballast/core/market/instrument";

const STATUSES: readonly InstrumentStatus[] = [
  "online",
  "cancel_only",
  "post_only",
  "limit_only",
  "reduce_only",
  "halted",
  "training_only",
];

export function instrumentStatus(text: string): InstrumentStatus {
  const status = STATUSES.find((candidate) => candidate === text);
  if (status === undefined) throw new Error(`the database holds an unknown instrument status: ${text}`);
  return status;
}
