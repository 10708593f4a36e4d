import type { TrialLedger } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { readTrialLedger } from "../../queries/trial-ledger.ts";

/** Every dataset that was asked, how often, and the stretches that are kept unseen. */
export const ledger = permitted("lab.read").query(({ ctx }): Promise<TrialLedger> => readTrialLedger(ctx.tx));
