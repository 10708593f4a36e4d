import { z } from "zod";
import type { ReplayState } from "../../contract/decision.ts";
import { permitted } from "../../permitted.ts";
import { readReplayState } from "../../queries/command-results.ts";
import { askReplay as ask } from "../../usecases/ask-engine.ts";
import { inAccount, sequence } from "../input.ts";

/** Has the engine decide a receipt again from what is stored. */
export const askReplay = permitted("engine.ask")
  .input(inAccount.extend({ receiptSeq: sequence }))
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string }> => ask(ctx, input));

/** What came of it. */
export const replay = permitted("decision.read")
  .input(z.object({ commandId: z.uuid() }))
  .query(({ ctx, input }): Promise<ReplayState> => readReplayState(ctx.tx, input.commandId));
