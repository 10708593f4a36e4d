import { z } from "zod";
import type { CampaignPage } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { listCampaigns } from "../../queries/campaigns.ts";
import { pageLimit } from "../input.ts";

/** Pages count accounts; the cursor is the last account of the page before. */
export const campaigns = permitted("account.read")
  .input(z.object({ limit: pageLimit, cursor: z.uuid().optional() }))
  .query(({ ctx, input }): Promise<CampaignPage> => listCampaigns(ctx.tx, input));
