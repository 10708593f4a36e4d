import type { SettingsInUse } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { readSettingsInUse } from "../../queries/settings-in-use.ts";

export const settings = permitted("account.read").query(({ ctx }): Promise<readonly SettingsInUse[]> => readSettingsInUse(ctx.tx));
