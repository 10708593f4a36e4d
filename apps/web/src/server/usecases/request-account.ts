import { assetOf } from "@ballast/core/money/asset";
import { formatUnits, parseUnits } from "@ballast/core/numeric/fixed";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Asked = {
  readonly name: string;
  readonly marketKey: string;
  readonly baseCurrency: string;
  readonly startingBalance: string;
  readonly profileKey: string;
  readonly settingsKey: string;
};

async function requireKnown(ctx: ActorContext, of: { readonly what: string; readonly sql: string; readonly key: string }): Promise<void> {
  const rows = await ctx.tx.rows(of.sql, [of.key]);
  if (rows.length === 0) throw new TRPCError({ code: "BAD_REQUEST", message: `There is no ${of.what} ${of.key}.` });
}

/** Asks the engine for a paper account with the newest versions of its risk profile and strategy settings. */
export async function requestAccount(ctx: ActorContext, asked: Asked): Promise<{ readonly commandId: string }> {
  await requireKnown(ctx, { what: "market", sql: "select 1 from markets where key = $1", key: asked.marketKey });
  await requireKnown(ctx, {
    what: "risk profile",
    sql: "select 1 from risk_profile_versions where tenant_id = tenant_id() and profile_key = $1 limit 1",
    key: asked.profileKey,
  });
  await requireKnown(ctx, {
    what: "strategy",
    sql: "select 1 from strategy_settings_versions where tenant_id = tenant_id() and settings_key = $1 limit 1",
    key: asked.settingsKey,
  });
  const { scale } = assetOf(asked.baseCurrency);
  const startingUnits = parseUnits(asked.startingBalance, scale);
  if (startingUnits === undefined || startingUnits <= 0n)
    throw new TRPCError({ code: "BAD_REQUEST", message: "The starting balance is above zero." });
  const payload = { ...asked, startingBalance: formatUnits(startingUnits, scale) };
  const commandId = await writeCommand(ctx, { kind: "account.create", payload });
  await recordAct(ctx, { act: "account.create", subject: asked.name, facts: { ...payload, commandId } });
  await announce(ctx, ["commands"]);
  return { commandId };
}
