import type { ActorContext } from "../actor.ts";
import type { DrillAsked, HaltVerb } from "../contract/halt.ts";
import type { HaltTarget } from "../routers/halt/input.ts";
import { announce } from "./announce.ts";
import { refuseUnknownTarget, subjectOfHalt } from "./halt-subject.ts";
import { recordAct } from "./record-act.ts";

type Asked = { readonly target: HaltTarget; readonly verb: HaltVerb; readonly reason: string };

/** Asks for a drill: its row, which the engine finds within a second, and its audit row. Nothing is halted. */
export async function drillHalt(ctx: ActorContext, { target, verb, reason }: Asked): Promise<DrillAsked> {
  await refuseUnknownTarget(ctx, target);
  const drillId = ctx.newId();
  const subject = subjectOfHalt(ctx, target);
  const { scope } = target;
  const { models, tenantId } = ctx.tx;
  await models.haltDrill.create({
    data: { tenantId, id: drillId, scope, subject, verb, askedMs: ctx.now(), askedBy: ctx.signedIn.personId, reason },
  });
  await recordAct(ctx, { act: "halt.drill", subject: drillId, facts: { scope, subject, verb, reason } });
  await announce(ctx, ["halts"]);
  return { drillId };
}
