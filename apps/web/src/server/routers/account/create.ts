import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";
import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { requestAccount } from "../../usecases/request-account.ts";
import { accountName, key } from "../input.ts";

/** Decimal text of the starting balance in the base currency, at most 12 digits before the point. */
const startingBalance = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, "an amount such as 10000");

/** Asks for a paper account. The web writes the command; the engine opens the account and its book. */
export const create = permitted("account.create")
  .input(
    z.object({
      name: accountName,
      marketKey: key,
      baseCurrency: z.enum(QUOTE_CURRENCIES),
      startingBalance,
      profileKey: key,
      settingsKey: key,
    }),
  )
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string }> => requestAccount(ctx, input));
