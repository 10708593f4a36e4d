import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { HaltSet, HaltVerb } from "../contract/halt.ts";
import type { HaltTarget } from "../routers/halt/input.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Asked = { readonly target: HaltTarget; readonly verb: HaltVerb; readonly reason: string };

async function refuseUnknown(ctx: ActorContext, target: HaltTarget): Promise<void> {
  if (target.scope === "workspace") return;
  const rows =
    target.scope === "account"
      ? await ctx.tx.rows("select 1 from accounts where tenant_id = tenant_id() and id = $1", [target.accountId])
      : await ctx.tx.rows("select 1 from instruments where symbol = $1", [target.symbol]);
  if (rows.length === 0) throw new TRPCError({ code: "NOT_FOUND", message: `There is no such ${target.scope}.` });
}

function subjectOf(ctx: ActorContext, target: HaltTarget): string {
  if (target.scope === "account") return target.accountId;
  return target.scope === "instrument" ? target.symbol : ctx.workspace.id;
}

/**
 * Halts at once: the kill switch row is in force from this commit, and every decision reads it,
 * whether or not the engine or Redis is up. The command beside it is what needs the engine: to
 * cancel orders or close positions now instead of at the next slot.
 */
export async function setHalt(ctx: ActorContext, asked: Asked): Promise<HaltSet> {
  await refuseUnknown(ctx, asked.target);
  const haltId = ctx.newId();
  const subject = subjectOf(ctx, asked.target);
  const { scope } = asked.target;
  await ctx.tx.rows(
    `insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason) values (tenant_id(), $1, $2, $3, $4, $5, $6, $7)`,
    [haltId, scope, subject, asked.verb, ctx.now(), ctx.signedIn.personId, asked.reason],
  );
  const commandId = await writeCommand(ctx, { kind: "halt.set", payload: { haltId, scope, subject, verb: asked.verb } });
  await recordAct(ctx, { act: "halt.set", subject, facts: { haltId, commandId, scope, verb: asked.verb, reason: asked.reason } });
  await announce(ctx, ["halts", "commands"]);
  return { haltId, commandId };
}
