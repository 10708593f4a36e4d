import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { HaltRelease } from "../contract/halt.ts";
import { announce } from "./announce.ts";
import { secondRelease } from "./kill-release.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Asked = { readonly haltId: string; readonly reason: string };

function gone(): never {
  throw new TRPCError({ code: "NOT_FOUND", message: "This halt is released already, or was not set here." });
}

/** The halt and those that are one with it: the same trigger tripped at the same close in other accounts. What people of the installation halted is not among them. */
async function readGroup(ctx: ActorContext, haltId: string) {
  const { models, tenantId } = ctx.tx;
  const halt = await models.killSwitch.findFirst({ where: { tenantId, id: haltId, releasedMs: null } });
  if (halt === null || (halt.scope === "all" && halt.code === null)) return gone();
  if (halt.accountId === null) return { halt, ids: [halt.id], persons: halt.releasePersons };
  const { runId, scope, subject, verb, code, sinceMs } = halt;
  const group = await models.killSwitch.findMany({
    where: { tenantId, runId, scope, subject, verb, code, sinceMs, releasedMs: null, accountId: { not: null } },
    select: { id: true, releasePersons: true },
  });
  return { halt, ids: group.map(({ id }) => id), persons: Math.max(...group.map(({ releasePersons }) => releasePersons)) };
}

/**
 * Releases one halt, or a trigger in every account that it tripped at one close. What people of the
 * installation halted stays halted. Where a profile wants two
 * people the first only asks.
 */
export async function releaseHalt(ctx: ActorContext, { haltId, reason }: Asked): Promise<HaltRelease> {
  const { halt, ids, persons } = await readGroup(ctx, haltId);
  const { scope, subject, verb } = halt;
  const waiting = persons === 2 ? await secondRelease(ctx, ids, reason) : undefined;
  if (waiting !== undefined) {
    await recordAct(ctx, { act: "halt.askRelease", subject, facts: { haltId, scope, verb, reason, waitsFor: waiting.waitsFor } });
    await announce(ctx, ["halts"]);
    return waiting;
  }
  const { models, tenantId } = ctx.tx;
  const released = await models.killSwitch.updateMany({
    where: { tenantId, id: { in: ids }, releasedMs: null },
    data: { releasedMs: ctx.now(), releasedBy: ctx.signedIn.personId, releaseReason: reason },
  });
  if (released.count === 0) return gone();
  const commandId = await writeCommand(ctx, { kind: "halt.release", payload: { haltId, scope, subject, verb } });
  const facts = { haltId, commandId, scope, verb, reason, accounts: String(ids.length) };
  await recordAct(ctx, { act: "halt.release", subject, facts });
  await announce(ctx, ["halts", "commands"]);
  return { outcome: "released", commandId };
}
