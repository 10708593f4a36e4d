import type { ProfileSummary } from "../../contract/profile.ts";
import { permitted } from "../../permitted.ts";
import { listProfiles } from "../../queries/profiles.ts";

export const list = permitted("profile.read").query(({ ctx }): Promise<readonly ProfileSummary[]> => listProfiles(ctx.tx));
