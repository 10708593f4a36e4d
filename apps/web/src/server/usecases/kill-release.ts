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
 * Requests that can still lead to a release. A cooling off ends where a second member joins, and what a person asked of
 * somebody who has left since is answered by nobody: both are asked anew.
 */
async function readOpen(ctx: ActorContext, haltIds: readonly string[]) {
  const { models, tenantId } = ctx.tx;
  const isOnlyOne = await isAlone(ctx);
  const asked = await models.approval.findMany({
    where: { tenantId, subject: { in: haltIds.map(subjectOf) }, decision: null, expiresAtMs: { gt: ctx.now() } },
    select: { id: true, kind: true, subject: true, requestedBy: true, requestedAtMs: true },
  });
  return asked.filter(({ kind, requestedBy }) => (kind === COOLING_OFF ? isOnlyOne : !isOnlyOne || requestedBy !== ctx.signedIn.personId));
}

/** Whether the release of a halt is approved and not carried out yet: those of the whole installation are, elsewhere. */
export async function isReleaseAgreed(ctx: ActorContext, haltId: string): Promise<boolean> {
  const agreed = await ctx.tx.rows<{ readonly kind: string }>(
    `select kind from approvals
      where tenant_id = (select tenant_id()) and subject = $1 and decision = 'approved' and used_at_ms is null and expires_at_ms > $2`,
    [subjectOf(haltId), ctx.now()],
  );
  if (agreed.some(({ kind }) => kind === KILL_RELEASE)) return true;
  return agreed.length > 0 && (await isAlone(ctx));
}

/**
 * The second pair of eyes of a release that takes two people. The first who releases asks for it; undefined says that
 * whoever releases now has approved what another asked, or what they asked themselves a day ago where they are alone.
 */
export async function secondRelease(ctx: ActorContext, haltIds: readonly string[], reason: string): Promise<Waiting | undefined> {
  const { models, tenantId } = ctx.tx;
  const open = await readOpen(ctx, haltIds);
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
