import { z } from "zod";
import type { RoleChange } from "../../contract/member.ts";
import { permitted } from "../../permitted.ts";
import { changeRole as change } from "../../usecases/change-role.ts";
import { reason, role } from "../input.ts";

/** Lowering holds at once; raising is a grant and waits for a second person (four eyes). */
export const changeRole = permitted("member.change")
  .input(z.object({ personId: z.uuid(), role, reason }))
  .mutation(({ ctx, input }): Promise<RoleChange> => change(ctx, input));
