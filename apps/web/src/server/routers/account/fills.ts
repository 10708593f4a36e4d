import type { FillRow } from "../../contract/account.ts";
import type { Page } from "../../contract/money.ts";
import { permitted } from "../../permitted.ts";
import { listFills } from "../../queries/fills.ts";
import { cursor, inAccount, pageLimit } from "../input.ts";

export const fills = permitted("account.read")
  .input(inAccount.extend({ limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<Page<FillRow>> => listFills(ctx.tx, input));
