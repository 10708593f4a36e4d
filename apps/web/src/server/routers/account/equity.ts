import { z } from "zod";
import type { AccountEquity } from "../../contract/account.ts";
import { permitted } from "../../permitted.ts";
import { readAccountEquity } from "../../queries/equity.ts";
import { inAccount, timeMs } from "../input.ts";

const POINTS_MAX = 500;

export const equity = permitted("account.read")
  .input(
    inAccount.extend({ fromMs: timeMs.optional(), toMs: timeMs.optional(), points: z.int().min(2).max(POINTS_MAX).default(POINTS_MAX) }),
  )
  .query(({ ctx, input }): Promise<AccountEquity> => readAccountEquity(ctx.tx, input));
