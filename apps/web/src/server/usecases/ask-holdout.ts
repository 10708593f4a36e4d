import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { readHoldouts } from "../queries/lab-holdouts.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Declared = {
  readonly source: string;
  readonly instruments: readonly string[];
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly reason: string;
};

/** Asks that a dataset stays unseen from a moment on. The engine refuses it where some study has looked already. */
export async function askHoldout(ctx: ActorContext, asked: Declared): Promise<{ readonly commandId: string }> {
  const commandId = await writeCommand(ctx, { kind: "holdout.declare", payload: asked });
  const facts = {
    commandId,
    source: asked.source,
    instruments: asked.instruments.join(" "),
    fromMs: String(asked.fromMs),
    reason: asked.reason,
  };
  await recordAct(ctx, { act: "lab.declareHoldout", subject: commandId, facts });
  await announce(ctx, ["commands"]);
  return { commandId };
}

/** Asks to open a holdout: once, by name and with a reason, for what was seen can not be unseen. */
export async function askOpening(
  ctx: ActorContext,
  asked: { readonly holdoutId: string; readonly reason: string },
): Promise<{ readonly commandId: string }> {
  const holdout = (await readHoldouts(ctx.tx)).find(({ id }) => id === asked.holdoutId);
  if (holdout === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such holdout." });
  if (holdout.opened !== undefined)
    throw new TRPCError({ code: "CONFLICT", message: `${holdout.opened.by} has opened it already; a holdout opens once.` });
  const commandId = await writeCommand(ctx, { kind: "holdout.open", payload: asked });
  await recordAct(ctx, { act: "lab.openHoldout", subject: asked.holdoutId, facts: { commandId, reason: asked.reason } });
  await announce(ctx, ["commands"]);
  return { commandId };
}
