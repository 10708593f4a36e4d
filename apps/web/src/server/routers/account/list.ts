import { z } from "zod";
import type { AccountRow } from "../../contract/account.ts";
import type { Page } from "../../contract/money.ts";
import { permitted } from "../../permitted.ts";
import { listAccounts } from "../../queries/accounts.ts";
import { cursor, pageLimit } from "../input.ts";

export const list = permitted("account.read")
  .input(z.object({ limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<Page<AccountRow>> => listAccounts(ctx.tx, { limit: input.limit, cursor: input.cursor }));
