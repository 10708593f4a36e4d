import { appendAudit } from "@ballast/db/repositories/audit";
import type { ActorContext } from "../actor.ts";

type Act = {
  /** `noun.verb`, as the procedure that asked for it. */
  readonly act: string;
  /** What it was done to: an id or a key. */
  readonly subject: string;
  /** What exactly, in named values; no secret ever. */
  readonly facts: Readonly<Record<string, string>>;
};

/** The audit row of an act, in the transaction of the act: neither stands without the other. */
export async function recordAct(ctx: ActorContext, act: Act): Promise<void> {
  await appendAudit(ctx.tx.client, { tenantId: ctx.workspace.id, atMs: ctx.now(), actor: ctx.signedIn.personId, ...act });
}
