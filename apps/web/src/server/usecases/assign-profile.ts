import { isLoosening, profileDiff } from "@ballast/core/risk/profile-diff";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { ProfileAssigned } from "../contract/profile.ts";
import { requireProfile } from "../queries/profiles.ts";
import { coolsOffAtMs, LIMIT_RAISE, readRaiseRows, takesTwoToRaise, writeRaiseSubject } from "../queries/raise-requests.ts";
import { nodeSha256 } from "../sha256.ts";
import { announce } from "./announce.ts";
import { hasSecondApprover, isAlone } from "./approvers.ts";
import { recordAct } from "./record-act.ts";
import { writeCommand } from "./write-command.ts";

const REQUEST_MS = 72 * 3_600_000;

type Move = { readonly accountId: string; readonly profileKey: string; readonly version: number };

/** What an approval of a raise is bound to, as SQL computes it. */
function hashRaise(tenantId: string, { accountId, profileKey, version }: Move): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(nodeSha256(new TextEncoder().encode(`limit_raise|${tenantId}|${accountId}|${profileKey}|${version}`)));
}

async function waitsFor(ctx: ActorContext): Promise<"second_person" | "cooling_off"> {
  if (await hasSecondApprover(ctx)) return "second_person";
  if (await isAlone(ctx)) return "cooling_off";
  throw new TRPCError({
    code: "CONFLICT",
    message: "No other owner, admin or risk officer is here to approve it: invite one first.",
  });
}

async function command(ctx: ActorContext, move: Move, reason: string): Promise<string> {
  const { accountId, profileKey, version } = move;
  const payload = { accountId, profileKey, profileVersion: String(version) };
  const commandId = await writeCommand(ctx, { kind: "account.assign_profile", payload });
  await recordAct(ctx, {
    act: "account.assignProfile",
    subject: accountId,
    facts: { profileKey, version: String(version), commandId, reason },
  });
  await announce(ctx, ["commands"]);
  return commandId;
}

async function request(ctx: ActorContext, move: Move, reason: string): Promise<ProfileAssigned> {
  const waits = await waitsFor(ctx);
  const requestId = ctx.newId();
  const { models, tenantId } = ctx.tx;
  await models.approval.create({
    data: {
      tenantId,
      id: requestId,
      kind: waits === "cooling_off" ? "cooling_off" : LIMIT_RAISE,
      subject: writeRaiseSubject(move),
      changeHash: hashRaise(tenantId, move),
      requestedBy: ctx.signedIn.personId,
      requestedAtMs: ctx.now(),
      expiresAtMs: ctx.now() + REQUEST_MS,
      reason,
    },
  });
  await recordAct(ctx, {
    act: "account.requestRaise",
    subject: move.accountId,
    facts: { requestId, profileKey: move.profileKey, version: String(move.version), reason },
  });
  return { outcome: "requested", requestId, waitsFor: waits };
}

/** Moves an account to a version of a profile: at once where it tightens and where one person may raise; what takes two is asked for. */
export async function assignProfile(ctx: ActorContext, asked: Move & { readonly reason: string }): Promise<ProfileAssigned> {
  const { accountId, profileKey, version, reason } = asked;
  const { models, tenantId } = ctx.tx;
  const account = await models.account.findFirst({ where: { tenantId, id: accountId, closedAtMs: null } });
  if (account === null) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such account." });
  if (account.profileKey === profileKey && account.profileVersion === version)
    throw new TRPCError({ code: "BAD_REQUEST", message: "The account stands on this version already." });
  const held = await requireProfile(ctx.tx, { key: account.profileKey, version: account.profileVersion });
  const wanted = await requireProfile(ctx.tx, { key: profileKey, version });
  const move = { accountId, profileKey, version };
  if (isLoosening(profileDiff(held, wanted)) && (await takesTwoToRaise(ctx.tx, accountId))) return request(ctx, move, reason);
  return { outcome: "commanded", commandId: await command(ctx, move, reason) };
}

/** Approves or rejects a raise, once; approved, the engine is told to make it, and SQL uses the approval up. */
export async function decideRaise(
  ctx: ActorContext,
  asked: { readonly requestId: string; readonly decision: "approved" | "rejected" },
): Promise<{ readonly commandId: string | undefined }> {
  const row = (await readRaiseRows(ctx.tx, ctx.now())).find(({ id }) => id === asked.requestId);
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This request was decided or has expired." });
  const coolsOff = coolsOffAtMs(row);
  if (asked.decision === "approved" && coolsOff === undefined && row.requested_by === ctx.signedIn.personId)
    throw new TRPCError({ code: "FORBIDDEN", message: "You asked for it: a second person approves." });
  if (asked.decision === "approved" && coolsOff !== undefined && ctx.now() < coolsOff)
    throw new TRPCError({ code: "CONFLICT", message: "Cooling off lasts 24 hours from the request: confirm it then." });
  const { models, tenantId } = ctx.tx;
  const decided = await models.approval.updateMany({
    where: { tenantId, id: asked.requestId, decision: null },
    data: { decidedBy: ctx.signedIn.personId, decidedAtMs: ctx.now(), decision: asked.decision },
  });
  if (decided.count === 0) throw new TRPCError({ code: "CONFLICT", message: "Someone else has just decided it." });
  const facts = { requestId: asked.requestId, profileKey: row.profile_key, version: String(row.profile_version) };
  await recordAct(ctx, { act: `account.raise.${asked.decision}`, subject: row.account_id, facts });
  if (asked.decision === "rejected") return { commandId: undefined };
  const move = { accountId: row.account_id, profileKey: row.profile_key, version: row.profile_version };
  return { commandId: await command(ctx, move, row.reason) };
}
