import type { AccountOptions } from "../../contract/account.ts";
import { permitted } from "../../permitted.ts";
import { listAccountOptions } from "../../queries/account-options.ts";

export const options = permitted("account.read").query(({ ctx }): Promise<AccountOptions> => listAccountOptions(ctx.tx, ctx.now()));
