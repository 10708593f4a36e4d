import { createHash } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { HaltRelease } from "../contract/halt.ts";
import { int8 } from "../mappers/row.ts";
import { KILL_RELEASE } from "../queries/release-requests.ts";
import { COOLING_OFF } from "../queries/role-requests.ts";
import { hasSecondApprover, isAlone } from "./approvers.ts";

const COOLING_OFF_MS = 24 * 3_600_000;
const EXPIRES_AFTER_MS = 7 * COOLING_OFF_MS;

/** The change that an approval is bound to, as `check_release` in SQL has it. */
function changeHash(tenantId: string, haltId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update([KILL_RELEASE, tenantId, haltId].join("|")).digest());
}

function subjectOf(haltId: string): string {
  return `${KILL_RELEASE}|${haltId}`;
}

type Waiting = Extract<HaltRelease, { readonly outcome: "asked" }>;

/** Asks for the release of these halts: each is bound to its own approval, and without effect until it is approved. */
async function ask(ctx: ActorContext, haltIds: readonly string[], reason: string): Promise<Waiting> {
  const isCooling = !(await hasSecondApprover(ctx));
  if (isCooling && !(await isAlone(ctx)))
    throw new TRPCError({
      code: "CONFLICT",
      message: "Its profile wants two people, and no other owner, admin or risk officer is here: invite a second one.",
    });
  const { models, tenantId } = ctx.tx;
  await models.approval.createMany({
    data: haltIds.map((haltId) => ({
      ...{ tenantId, id: ctx.newId(), kind: isCooling ? COOLING_OFF : KILL_RELEASE, subject: subjectOf(haltId) },
      ...{ changeHash: changeHash(tenantId, haltId), requestedBy: ctx.signedIn.personId, requestedAtMs: ctx.now() },
      ...{ expiresAtMs: ctx.now() + EXPIRES_AFTER_MS, reason },
    })),
  });
  return { outcome: "asked", waitsFor: isCooling ? "cooling_off" : "second_person" };
}

/**
 * The second pair of eyes of a release that takes two people. The first who releases asks for it; undefined says that
 * whoever releases now has approved what another asked, or what they asked themselves a day ago where they are alone.
 */
export async function secondRelease(ctx: ActorContext, haltIds: readonly string[], reason: string): Promise<Waiting | undefined> {
  const { models, tenantId } = ctx.tx;
  const open = await models.approval.findMany({
    where: { tenantId, subject: { in: haltIds.map(subjectOf) }, decision: null, expiresAtMs: { gt: ctx.now() } },
    select: { id: true, kind: true, subject: true, requestedBy: true, requestedAtMs: true },
  });
  const isRipe = (approval: (typeof open)[number]): boolean =>
    approval.kind === COOLING_OFF
      ? int8(approval.requestedAtMs) + COOLING_OFF_MS <= ctx.now()
      : approval.requestedBy !== ctx.signedIn.personId;
  const ripe = open.filter(isRipe);
  const isWhole = haltIds.every((haltId) => ripe.some(({ subject }) => subject === subjectOf(haltId)));
  if (!isWhole) {
    const unasked = haltIds.filter((haltId) => !open.some(({ subject }) => subject === subjectOf(haltId)));
    if (unasked.length > 0) return ask(ctx, unasked, reason);
    return { outcome: "asked", waitsFor: open.some(({ kind }) => kind === COOLING_OFF) ? "cooling_off" : "second_person" };
  }
  await models.approval.updateMany({
    where: { tenantId, id: { in: ripe.map(({ id }) => id) }, decision: null },
    data: { decidedBy: ctx.signedIn.personId, decidedAtMs: ctx.now(), decision: "approved" },
  });
  return undefined;
}
