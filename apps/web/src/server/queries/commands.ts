import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { CommandState } from "../contract/account.ts";
import type { Tx } from "../database.ts";

type Row = {
  readonly id: string;
  readonly kind: string;
  readonly state: CommandState["state"];
  readonly requested_at_ms: number;
  readonly finished_at_ms: number | null;
  readonly result: unknown;
};

/** What the engine left: its own words, where it refused or failed. */
const resultSchema = z.looseObject({ message: z.string().optional() }).catch({});

export async function readCommand(tx: Tx, id: string): Promise<CommandState> {
  const rows = await tx.rows<Row>(
    "select id, kind, state, requested_at_ms, finished_at_ms, result from commands where tenant_id = tenant_id() and id = $1",
    [id],
  );
  const row = rows[0];
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such command." });
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    requestedAtMs: row.requested_at_ms,
    finishedAtMs: row.finished_at_ms ?? undefined,
    message: resultSchema.parse(row.result ?? {}).message,
  };
}
