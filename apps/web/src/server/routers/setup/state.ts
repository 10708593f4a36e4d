import type { SetupState } from "../../contract/session.ts";
import { open } from "../../permitted.ts";
import { isSetupNeeded } from "../../queries/setup.ts";

export const state = open("Before the first person there is nobody to sign in; it tells only whether there is one.").query(
  async ({ ctx }): Promise<SetupState> => ({ isNeeded: await isSetupNeeded(ctx.database.global) }),
);
