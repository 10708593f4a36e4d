import type { ProfileCheck } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { checkProfile } from "../../usecases/save-profile.ts";
import { writtenInput } from "./input.ts";

/** Faults at their fields and what would change, while somebody edits. A mutation for its size alone, which no address holds: nothing is written. */
export const check = permitted("profile.read")
  .input(writtenInput)
  .mutation(({ ctx, input }): Promise<ProfileCheck> => checkProfile(ctx.tx, input));
