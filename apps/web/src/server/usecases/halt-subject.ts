import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { HaltTarget } from "../routers/halt/input.ts";

async function isThere({ tx: { models, tenantId } }: ActorContext, target: HaltTarget): Promise<boolean> {
  switch (target.scope) {
    case "workspace":
      return true;
    case "account":
      return (await models.account.count({ where: { tenantId, id: target.accountId } })) > 0;
    case "instrument":
      return (await models.instrument.count({ where: { symbol: target.symbol } })) > 0;
    // A model may be halted before anything loads it.
    case "model":
      return true;
  }
}

/** Refuses a halt of what is not there. */
export async function refuseUnknownTarget(ctx: ActorContext, target: HaltTarget): Promise<void> {
  if (!(await isThere(ctx, target))) throw new TRPCError({ code: "NOT_FOUND", message: `There is no such ${target.scope}.` });
}

/** What a halt's row names: the account's id, the symbol, the model's name, or the workspace's id. */
export function subjectOfHalt(ctx: ActorContext, target: HaltTarget): string {
  switch (target.scope) {
    case "workspace":
      return ctx.workspace.id;
    case "account":
      return target.accountId;
    case "instrument":
      return target.symbol;
    case "model":
      return target.model;
  }
}
