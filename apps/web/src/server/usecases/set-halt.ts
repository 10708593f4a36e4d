import type { ActorContext } from "../actor.ts";
import type { HaltSet, HaltVerb } from "../contract/halt.ts";
import type { HaltTarget } from "../routers/halt/input.ts";
import { announce } from "./announce.ts";
import { refuseUnknownTarget, subjectOfHalt } from "./halt-subject.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Asked = { readonly target: HaltTarget; readonly verb: HaltVerb; readonly reason: string };

/**
 * Halts at once: the kill switch row is in force from this commit, and every decision reads it,
 * whether or not the engine or Redis is up. The command beside it is what needs the engine: to
 * cancel orders or close positions now instead of at the next slot.
 */
export async function setHalt(ctx: ActorContext, asked: Asked): Promise<HaltSet> {
  await refuseUnknownTarget(ctx, asked.target);
  const haltId = ctx.newId();
  const subject = subjectOfHalt(ctx, asked.target);
  const { scope } = asked.target;
  const { models, tenantId } = ctx.tx;
  await models.killSwitch.create({
    data: {
      tenantId,
      id: haltId,
      scope,
      subject,
      verb: asked.verb,
      sinceMs: ctx.now(),
      setBy: ctx.signedIn.personId,
      reason: asked.reason,
    },
  });
  const commandId = await writeCommand(ctx, { kind: "halt.set", payload: { haltId, scope, subject, verb: asked.verb } });
  await recordAct(ctx, { act: "halt.set", subject, facts: { haltId, commandId, scope, verb: asked.verb, reason: asked.reason } });
  await announce(ctx, ["halts", "commands"]);
  return { haltId, commandId };
}
