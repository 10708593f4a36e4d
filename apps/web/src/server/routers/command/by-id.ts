import { z } from "zod";
import type { CommandState } from "../../contract/account.ts";
import { permitted } from "../../permitted.ts";
import { readCommand } from "../../queries/commands.ts";

/** What became of something asked of the engine. */
export const byId = permitted("command.read")
  .input(z.object({ commandId: z.uuid() }))
  .query(({ ctx, input }): Promise<CommandState> => readCommand(ctx.tx, input.commandId));
