import type { Dataset } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { listDatasets } from "../../queries/datasets.ts";

/** What a study can run on. */
export const datasets = permitted("lab.read").query(({ ctx }): Promise<readonly Dataset[]> => listDatasets(ctx.tx));
