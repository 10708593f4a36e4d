import { z } from "zod";
import type { HaltPage } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { listHalts } from "../../queries/halts.ts";
import { cursor, pageLimit } from "../input.ts";

export const list = permitted("halt.read")
  .input(z.object({ limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<HaltPage> => listHalts(ctx.tx, input));
