import type { AccountPnl } from "../../contract/account.ts";
import { permitted } from "../../permitted.ts";
import { readPnl } from "../../queries/pnl.ts";
import { inAccount } from "../input.ts";

export const pnl = permitted("account.read")
  .input(inAccount)
  .query(({ ctx, input }): Promise<AccountPnl> => readPnl(ctx.tx, input));
