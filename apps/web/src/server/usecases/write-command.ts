import type { ActorContext } from "../actor.ts";

type Command = { readonly kind: string; readonly payload: Readonly<Record<string, unknown>> };

/** A command row that the engine will claim: the web asks, it never trades. Undone with the transaction where the act fails. */
export async function writeCommand(ctx: ActorContext, { kind, payload }: Command): Promise<string> {
  const id = ctx.newId();
  await ctx.tx.rows(
    `insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values (tenant_id(), $1, $2, $3, $4, $5, 'pending')`,
    [id, kind, JSON.stringify(payload), ctx.signedIn.personId, ctx.now()],
  );
  return id;
}
