import { z } from "zod";
import type { ParityState } from "../../contract/parity.ts";
import { permitted } from "../../permitted.ts";
import { readParity } from "../../queries/parity.ts";
import { requestParity } from "../../usecases/ask-engine.ts";
import { inAccount, timeMs } from "../input.ts";

/** More days are for the command line: a page waits for the answer. */
const DAYS_MAX = 90;

/** Days back from the newest decision, or times; without either the whole run as far as a page may ask. */
export const askParity = permitted("engine.ask")
  .input(inAccount.extend({ days: z.int().min(1).max(DAYS_MAX).optional(), fromMs: timeMs.optional(), toMs: timeMs.optional() }))
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string }> => requestParity(ctx, input));

export const parity = permitted("account.read")
  .input(inAccount)
  .query(({ ctx, input }): Promise<ParityState | null> => readParity(ctx.tx, input).then((state) => state ?? null));
