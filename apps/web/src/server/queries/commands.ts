import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { CommandState } from "../contract/account.ts";
import type { ModelsTx } from "../database.ts";
import { optional } from "../mappers/money.ts";
import { int8 } from "../mappers/row.ts";

/** What the engine left: its own words where it refused or failed, what it warns of where it was done. */
const resultSchema = z
  .looseObject({ message: z.string().optional(), warnings: z.array(z.string()).optional() })
  .transform(({ message, warnings = [] }) => message ?? (warnings.length === 0 ? undefined : warnings.join(" ")))
  .catch(undefined);
const stateSchema = z.enum(["pending", "claimed", "done", "refused", "failed"]);

export async function readCommand({ models, tenantId }: ModelsTx, id: string): Promise<CommandState> {
  const row = await models.command.findFirst({ where: { tenantId, id } });
  if (row === null) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such command." });
  return {
    id: row.id,
    kind: row.kind,
    state: stateSchema.parse(row.state),
    requestedAtMs: int8(row.requestedAtMs),
    finishedAtMs: optional(row.finishedAtMs, int8),
    message: resultSchema.parse(row.result ?? {}),
  };
}
