import type { ActorContext } from "../actor.ts";

type Command = { readonly kind: string; readonly payload: Readonly<Record<string, string>> };

/** A command row that the engine will claim: the web asks, it never trades. Undone with the transaction where the act fails. */
export async function writeCommand(ctx: ActorContext, { kind, payload }: Command): Promise<string> {
  const id = ctx.newId();
  const { models, tenantId } = ctx.tx;
  await models.command.create({
    data: { tenantId, id, kind, payload, requestedBy: ctx.signedIn.personId, requestedAtMs: ctx.now(), state: "pending" },
  });
  return id;
}
