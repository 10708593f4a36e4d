import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { removeMember } from "../../usecases/remove-member.ts";
import { reason } from "../input.ts";

export const remove = permitted("member.change")
  .input(z.object({ personId: z.uuid(), reason }))
  .mutation(({ ctx, input }): Promise<{ readonly removed: true }> => removeMember(ctx, input));
