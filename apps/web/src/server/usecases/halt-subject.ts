import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { HaltTarget } from "../routers/halt/input.ts";

/** Refuses a halt of what is not there. */
export async function refuseUnknownTarget(ctx: ActorContext, target: HaltTarget): Promise<void> {
  if (target.scope === "workspace") return;
  const { models, tenantId } = ctx.tx;
  const found =
    target.scope === "account"
      ? await models.account.count({ where: { tenantId, id: target.accountId } })
      : await models.instrument.count({ where: { symbol: target.symbol } });
  if (found === 0) throw new TRPCError({ code: "NOT_FOUND", message: `There is no such ${target.scope}.` });
}

/** What a halt's row names: the account's id, the symbol, or the workspace's id. */
export function subjectOfHalt(ctx: ActorContext, target: HaltTarget): string {
  if (target.scope === "account") return target.accountId;
  return target.scope === "instrument" ? target.symbol : ctx.workspace.id;
}
