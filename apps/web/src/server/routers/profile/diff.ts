import { profileDiff } from "@ballast/core/risk/profile-diff";
import { z } from "zod";
import type { ProfileChange } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { requireProfile } from "../../queries/profiles.ts";
import { profileRef } from "./input.ts";

/** What one version changes of another, of the same profile or of another. */
export const diff = permitted("profile.read")
  .input(z.object({ before: profileRef, after: profileRef }))
  .query(async ({ ctx, input }): Promise<readonly ProfileChange[]> =>
    profileDiff(await requireProfile(ctx.tx, input.before), await requireProfile(ctx.tx, input.after)),
  );
