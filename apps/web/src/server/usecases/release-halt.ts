import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

/** Releases one halt. Only those that the workspace set: what the installation halted stays halted. */
export async function releaseHalt(
  ctx: ActorContext,
  asked: { readonly haltId: string; readonly reason: string },
): Promise<{ readonly commandId: string }> {
  const { models, tenantId } = ctx.tx;
  const released = await models.killSwitch.updateManyAndReturn({
    where: { tenantId, id: asked.haltId, releasedMs: null, scope: { not: "all" } },
    data: { releasedMs: ctx.now(), releasedBy: ctx.signedIn.personId, releaseReason: asked.reason },
    select: { scope: true, subject: true, verb: true },
  });
  const [halt] = released;
  if (halt === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This halt is released already, or was not set here." });
  const { scope, subject, verb } = halt;
  const commandId = await writeCommand(ctx, { kind: "halt.release", payload: { haltId: asked.haltId, scope, subject, verb } });
  await recordAct(ctx, { act: "halt.release", subject, facts: { haltId: asked.haltId, commandId, scope, verb, reason: asked.reason } });
  await announce(ctx, ["halts", "commands"]);
  return { commandId };
}
