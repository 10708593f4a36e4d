import type { ActorContext } from "../actor.ts";
import type { WhatIfAnswer } from "../contract/profile.ts";
import { PARITY_KIND } from "../contract/parity.ts";
import { requireBook } from "../queries/book.ts";
import { requireProfile } from "../queries/profiles.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

type Replay = { readonly accountId: string; readonly runId?: string | undefined; readonly receiptSeq: number };

/** Asks the engine to decide a receipt again: the web has no core bundles of other releases, and decides nothing. */
export async function askReplay(ctx: ActorContext, asked: Replay): Promise<{ readonly commandId: string }> {
  const book = await requireBook(ctx.tx, asked);
  const payload = { accountId: book.accountId, runId: book.runId, receiptSeq: String(asked.receiptSeq) };
  const commandId = await writeCommand(ctx, { kind: "receipt.replay", payload });
  await recordAct(ctx, { act: "receipt.replay", subject: book.accountId, facts: { ...payload, commandId } });
  await announce(ctx, ["commands"]);
  return { commandId };
}

type WhatIf = {
  readonly accountId: string;
  readonly profileKey: string;
  readonly version: number;
  readonly days: number;
  readonly basis: WhatIfAnswer["basis"];
};

/** Asks the engine what another version of a profile would have made of an account's last days. */
export async function requestWhatIf(ctx: ActorContext, asked: WhatIf): Promise<{ readonly commandId: string }> {
  const { accountId, profileKey, version, days, basis } = asked;
  await requireBook(ctx.tx, { accountId });
  await requireProfile(ctx.tx, { key: profileKey, version });
  const payload = { accountId, profileKey, version: String(version), days: String(days), basis };
  const commandId = await writeCommand(ctx, { kind: "profile.what_if", payload });
  await recordAct(ctx, { act: "profile.askWhatIf", subject: accountId, facts: { ...payload, commandId } });
  await announce(ctx, ["commands"]);
  return { commandId };
}

type Parity = {
  readonly accountId: string;
  readonly runId?: string | undefined;
  readonly days?: number | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
};

/** Asks the engine to put an account beside the backtest of the same period. */
export async function requestParity(ctx: ActorContext, asked: Parity): Promise<{ readonly commandId: string }> {
  const { accountId, runId } = await requireBook(ctx.tx, asked);
  const times = Object.entries({ days: asked.days, fromMs: asked.fromMs, toMs: asked.toMs });
  const payload = {
    accountId,
    runId,
    ...Object.fromEntries(times.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))),
  };
  const commandId = await writeCommand(ctx, { kind: PARITY_KIND, payload });
  await recordAct(ctx, { act: "account.askParity", subject: accountId, facts: { ...payload, commandId } });
  await announce(ctx, ["commands"]);
  return { commandId };
}
