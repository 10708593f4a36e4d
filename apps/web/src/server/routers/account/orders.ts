import { z } from "zod";
import type { OrderRow } from "../../contract/account.ts";
import type { Page } from "../../contract/money.ts";
import { permitted } from "../../permitted.ts";
import { listOrders } from "../../queries/orders.ts";
import { cursor, inAccount, pageLimit } from "../input.ts";

export const orders = permitted("account.read")
  .input(inAccount.extend({ state: z.enum(["open", "final", "all"]).default("all"), limit: pageLimit, cursor }))
  .query(({ ctx, input }): Promise<Page<OrderRow>> => listOrders(ctx.tx, input));
