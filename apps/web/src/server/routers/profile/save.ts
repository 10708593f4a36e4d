import type { ProfileSaved } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { saveProfile } from "../../usecases/save-profile.ts";
import { reason } from "../input.ts";
import { writtenInput } from "./input.ts";

export const save = permitted("profile.write")
  .input(writtenInput.extend({ reason }))
  .mutation(({ ctx, input }): Promise<ProfileSaved> => saveProfile(ctx, input));
