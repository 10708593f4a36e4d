import { z } from "zod";
import type { AskedStudy } from "../../contract/lab.ts";
import { permitted } from "../../permitted.ts";
import { readAskedStudy } from "../../queries/command-results.ts";

/** What became of a request: its study once the engine has opened it. */
export const asked = permitted("lab.read")
  .input(z.object({ commandId: z.uuid() }))
  .query(({ ctx, input }): Promise<AskedStudy> => readAskedStudy(ctx.tx, input.commandId));
