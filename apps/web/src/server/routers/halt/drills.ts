import { z } from "zod";
import type { DrillPage } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { listDrills } from "../../queries/drills.ts";
import { cursor, pageLimit } from "../input.ts";

export const drills = permitted("halt.read")
  .input(z.object({ limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<DrillPage> => listDrills(ctx.tx, input));
