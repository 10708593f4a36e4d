import { insertCancellation } from "@ballast/db/repositories/studies";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { requireStudyLine } from "../queries/studies.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";

/** Stops a study: from this commit on none of its points is stored, and the engine ends it. What was tried stays counted. */
export async function stopStudy(ctx: ActorContext, asked: { readonly studyId: string; readonly reason: string }): Promise<void> {
  const { studyId, reason } = asked;
  const { state } = await requireStudyLine(ctx.tx, studyId);
  if (state !== "queued" && state !== "running") throw new TRPCError({ code: "CONFLICT", message: `This study is over: it is ${state}.` });
  const by = ctx.signedIn.personId;
  const isNew = await insertCancellation(ctx.tx.client, { tenantId: ctx.workspace.id, id: studyId, by, atMs: ctx.now(), reason });
  if (!isNew) return;
  await recordAct(ctx, { act: "lab.cancel", subject: studyId, facts: { reason } });
  await announce(ctx, ["studies"]);
}
