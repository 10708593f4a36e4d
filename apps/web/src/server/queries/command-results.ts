import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { ReplayState } from "../contract/decision.ts";
import type { AskedStudy } from "../contract/lab.ts";
import type { WhatIfState } from "../contract/profile.ts";
import type { ModelsTx } from "../database.ts";
import { readCommand } from "./commands.ts";

const replaySchema = z.object({
  receipts: z.int(),
  identical: z.int(),
  bookings: z.int(),
  decidedOnly: z.int(),
  difference: z.object({ field: z.string(), stored: z.string(), replayed: z.string() }).optional(),
});

const effect = z.enum(["blocked", "resized", "let_through", "same"]);
const whatIfShared = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  otherReleaseSlots: z.int(),
  effects: z.record(effect, z.int()),
  orders: z.array(
    z.object({
      atMs: z.int(),
      symbol: z.string(),
      side: z.string(),
      purpose: z.string(),
      effect,
      code: z.string().optional(),
      was: z.string().optional(),
      would: z.string().optional(),
    }),
  ),
  ordersLeftOut: z.int(),
});
const whatIfSchema = z.discriminatedUnion("basis", [
  whatIfShared.extend({
    basis: z.literal("path"),
    closes: z.int(),
    undecidedCloses: z.int(),
    halts: z.int(),
    equity: z.object({ asset: z.string(), was: z.string(), would: z.string() }),
  }),
  whatIfShared.extend({
    basis: z.literal("slots"),
    heldAsRecorded: z.array(z.string()),
    slots: z.int(),
    skippedSlots: z.int(),
    haltingSlots: z.int(),
    repeats: z.int(),
  }),
]);

/** What the engine left of a command of this kind; undefined while it is at it. */
async function readResult({ models, tenantId }: ModelsTx, of: { readonly id: string; readonly kind: string }): Promise<unknown> {
  const row = await models.command.findFirst({ where: { tenantId, id: of.id, kind: of.kind } });
  if (row === null) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such command." });
  return row.state === "done" ? row.result : undefined;
}

/** The verdict of a replay that a page asked for. */
export async function readReplayState(tx: ModelsTx, id: string): Promise<ReplayState> {
  const result = await readResult(tx, { id, kind: "receipt.replay" });
  const { state, message } = await readCommand(tx, id);
  return { state, message, verdict: result === undefined ? undefined : replaySchema.parse(result) };
}

/** The answer to a what-if that a page asked. */
export async function readWhatIfState(tx: ModelsTx, id: string): Promise<WhatIfState> {
  const result = await readResult(tx, { id, kind: "profile.what_if" });
  const { state, message } = await readCommand(tx, id);
  return { state, message, answer: result === undefined ? undefined : whatIfSchema.parse(result) };
}

const openedSchema = z.looseObject({ studyId: z.uuid() });

/** What became of a request for a study: the study itself once the engine has opened it. */
export async function readAskedStudy(tx: ModelsTx, id: string): Promise<AskedStudy> {
  const result = await readResult(tx, { id, kind: "study.request" });
  const { state, message } = await readCommand(tx, id);
  return { state, message, studyId: result === undefined ? undefined : openedSchema.parse(result).studyId };
}
