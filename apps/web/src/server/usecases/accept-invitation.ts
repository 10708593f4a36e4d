import { appendAudit } from "@ballast/db/repositories/audit";
import { TRPCError } from "@trpc/server";
import { requireOwnPassword } from "../auth/own-password.ts";
import { hashPassword } from "../auth/password.ts";
import { requireFitPassword } from "../auth/password-rule.ts";
import type { RequestContext } from "../context.ts";
import type { InvitationPreview } from "../contract/session.ts";
import { onlyRow } from "../database.ts";
import type { Role } from "../permissions.ts";
import { isRefusal } from "../sql-state.ts";
import { hashToken } from "./invite-member.ts";

type InvitationRow = {
  readonly tenant_id: string;
  readonly id: string;
  readonly workspace_name: string;
  readonly email: string;
  readonly role: Role;
  readonly expires_at_ms: number;
  readonly person_exists: boolean;
};
type Asked = { readonly token: string; readonly name: string; readonly password: string };
type Accepted = { readonly workspaceKey: string; readonly email: string };

const WAITS = "This invitation still waits for its approval. Open the link again once they have approved it.";
const GONE = "This invitation was used, revoked, or has expired. Ask for a new one.";

async function findInvitation(ctx: RequestContext, token: string): Promise<InvitationRow> {
  const rows = await ctx.database.global.rows<InvitationRow>(
    "select tenant_id, id, workspace_name, email, role, expires_at_ms, person_exists from find_invitation($1, $2)",
    [hashToken(token), ctx.now()],
  );
  const [invitation] = rows;
  if (invitation === undefined) throw new TRPCError({ code: "NOT_FOUND", message: GONE });
  return invitation;
}

export async function previewInvitation(ctx: RequestContext, token: string): Promise<InvitationPreview> {
  const invitation = await findInvitation(ctx, token);
  return {
    workspaceName: invitation.workspace_name,
    email: invitation.email,
    role: invitation.role,
    expiresAtMs: invitation.expires_at_ms,
    hasAccount: invitation.person_exists,
  };
}

type AcceptedRow = { readonly person_id: string; readonly workspace_key: string; readonly email: string; readonly role: Role };

async function writeAccepted(
  ctx: RequestContext,
  of: { readonly asked: Asked; readonly invitation: InvitationRow; readonly passwordHash: string },
): Promise<AcceptedRow> {
  const { asked, invitation, passwordHash } = of;
  const nowMs = ctx.now();
  return ctx.database.withTenant(invitation.tenant_id, async (tx) => {
    const rows = await tx.rows<AcceptedRow>("select person_id, workspace_key, email, role from accept_invitation($1, $2, $3, $4, $5)", [
      hashToken(asked.token),
      ctx.newId(),
      asked.name,
      passwordHash,
      nowMs,
    ]);
    const joined = onlyRow(rows, "accept_invitation");
    await appendAudit(tx.client, {
      tenantId: invitation.tenant_id, atMs: nowMs, actor: joined.person_id, act: "member.join", subject: invitation.id, facts: { email: joined.email, role: joined.role },
    }); // prettier-ignore
    return joined;
  });
}

/** Joins the workspace, once. Whether the link still holds is decided in SQL, not by what the preview showed. */
export async function acceptInvitation(ctx: RequestContext, asked: Asked): Promise<Accepted> {
  const invitation = await findInvitation(ctx, asked.token);
  if (invitation.person_exists)
    await requireOwnPassword(ctx, {
      email: invitation.email,
      password: asked.password,
      ifWrong: "This is not the password of that account.",
    });
  else requireFitPassword({ password: asked.password, email: invitation.email });
  const passwordHash = await hashPassword(asked.password);
  try {
    const joined = await writeAccepted(ctx, { asked, invitation, passwordHash });
    return { workspaceKey: joined.workspace_key, email: joined.email };
  } catch (error) {
    if (isRefusal(error, "used_up")) throw new TRPCError({ code: "CONFLICT", message: GONE, cause: error });
    if (isRefusal(error, "not_approved")) throw new TRPCError({ code: "CONFLICT", message: WAITS, cause: error });
    throw error;
  }
}
