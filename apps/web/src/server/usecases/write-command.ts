import type { ActorContext } from "../actor.ts";

/** Plain JSON: ids and names, and of a study its whole terms. */
type Payload = { readonly [name: string]: Payload | readonly Payload[] | string | number | readonly string[] | readonly number[] };
type Command = { readonly kind: string; readonly payload: Payload };

/** A command row that the engine will claim: the web asks, it never trades. Undone with the transaction where the act fails. */
export async function writeCommand(ctx: ActorContext, { kind, payload }: Command): Promise<string> {
  const id = ctx.newId();
  const { models, tenantId } = ctx.tx;
  await models.command.create({
    data: { tenantId, id, kind, payload, requestedBy: ctx.signedIn.personId, requestedAtMs: ctx.now(), state: "pending" },
  });
  return id;
}
