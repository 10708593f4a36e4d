import { z } from "zod";
import type { TrialPage } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { listDatasetTrials } from "../../queries/trial-ledger.ts";
import { cursor, pageLimit } from "../input.ts";
import { datasetHash } from "./input.ts";

/** The numbered trials of one dataset, the newest first. */
export const trials = permitted("lab.read")
  .input(z.object({ datasetHash, limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<TrialPage> => listDatasetTrials(ctx.tx, input));
