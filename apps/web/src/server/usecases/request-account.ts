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

/** Names what is missing: a market, a risk profile or strategy settings that were never there. */
async function requireKnown(ctx: ActorContext, asked: Asked): Promise<void> {
  const { models, tenantId } = ctx.tx;
  const { marketKey, profileKey, settingsKey } = asked;
  const refuse = (what: string): never => {
    throw new TRPCError({ code: "BAD_REQUEST", message: `There is no ${what}.` });
  };
  if ((await models.market.count({ where: { key: marketKey } })) === 0) refuse(`market ${marketKey}`);
  if ((await models.riskProfileVersion.count({ where: { tenantId, profileKey } })) === 0) refuse(`risk profile ${profileKey}`);
  if ((await models.strategySettingsVersion.count({ where: { tenantId, settingsKey } })) === 0) refuse(`strategy ${settingsKey}`);
}

/** Asks the engine for a paper account with the newest versions of its risk profile and strategy settings. */
export async function requestAccount(ctx: ActorContext, asked: Asked): Promise<{ readonly commandId: string }> {
  await requireKnown(ctx, asked);
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
