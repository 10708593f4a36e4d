import type { AccountDetail } from "../../contract/account.ts";
import { permitted } from "../../permitted.ts";
import { readAccount } from "../../queries/account-detail.ts";
import { inAccount } from "../input.ts";

export const byId = permitted("account.read")
  .input(inAccount)
  .query(({ ctx, input }): Promise<AccountDetail> =>
    readAccount(ctx.tx, { accountId: input.accountId, runId: input.runId, nowMs: ctx.now() }),
  );
