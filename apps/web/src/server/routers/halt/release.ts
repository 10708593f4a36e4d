import { z } from "zod";
import type { HaltRelease } from "../../contract/halt.ts";
import { permitted } from "../../permitted.ts";
import { releaseHalt } from "../../usecases/release-halt.ts";
import { reason } from "../input.ts";

export const release = permitted("halt.release")
  .input(z.object({ haltId: z.uuid(), reason }))
  .mutation(({ ctx, input }): Promise<HaltRelease> => releaseHalt(ctx, input));
