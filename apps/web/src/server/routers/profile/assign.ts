import { z } from "zod";
import type { ProfileAssigned } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { assignProfile } from "../../usecases/assign-profile.ts";
import { key, reason } from "../input.ts";
import { version } from "./input.ts";

export const assign = permitted("profile.assign")
  .input(z.object({ accountId: z.uuid(), profileKey: key, version, reason }))
  .mutation(({ ctx, input }): Promise<ProfileAssigned> => assignProfile(ctx, input));
