import { appendAudit } from "@ballast/db/repositories/audit";
import { requireOwnPassword } from "../auth/own-password.ts";
import { hashPassword } from "../auth/password.ts";
import { requireFitPassword } from "../auth/password-rule.ts";
import type { RequestContext, SignedIn } from "../context.ts";
import { onlyRow, type TenantTx, type Tx } from "../database.ts";
import { listWorkspaces } from "../queries/me.ts";

type SelfContext = RequestContext & { readonly signedIn: SignedIn };
type Asked = { readonly currentPassword: string; readonly newPassword: string };
type Changed = { readonly endedSessions: number };
type Write = { readonly personId: string; readonly passwordHash: string; readonly keptSessionId: string; readonly nowMs: number };

/** Password and sessions in one statement: with a new password no session of the old one goes on. */
async function writePassword(db: Tx, of: Write): Promise<Changed> {
  const rows = await db.rows<{ readonly is_set: boolean; readonly ended: number }>(
    "select set_password_hash($1, $2) as is_set, revoke_sessions($1, $3, $4) as ended",
    [of.personId, of.passwordHash, of.keptSessionId, of.nowMs],
  );
  const { is_set: isSet, ended } = onlyRow(rows, "set_password_hash");
  if (!isSet) throw new Error(`person ${of.personId} has no row`);
  return { endedSessions: ended };
}

async function audit(tx: TenantTx, of: Write, { endedSessions }: Changed): Promise<void> {
  await appendAudit(tx.client, {
    tenantId: tx.tenantId,
    atMs: of.nowMs,
    actor: of.personId,
    act: "session.changePassword",
    subject: of.personId,
    facts: { endedSessions: String(endedSessions) },
  });
}

/**
 * A password is of the person, an audit log of a workspace: the change is written with its row in
 * the first workspace of theirs, and in the others right after. A transaction sees one workspace.
 */
async function changeAndAudit(ctx: SelfContext, of: Write): Promise<Changed> {
  const [first, ...others] = await listWorkspaces(ctx.database.global, of.personId);
  if (first === undefined) return writePassword(ctx.database.global, of);
  const changed = await ctx.database.withTenant(first.id, async (tx) => {
    const written = await writePassword(tx, of);
    await audit(tx, of, written);
    return written;
  });
  for (const { id } of others) await ctx.database.withTenant(id, (tx) => audit(tx, of, changed));
  return changed;
}

/** Sets one's own password, proven by the present one, and ends every session but the one that asks. */
export async function changeOwnPassword(ctx: SelfContext, asked: Asked): Promise<Changed> {
  const { personId, email, sessionId } = ctx.signedIn;
  await requireOwnPassword(ctx, { email, password: asked.currentPassword, ifWrong: "This is not your present password." });
  requireFitPassword({ password: asked.newPassword, email, current: asked.currentPassword });
  const passwordHash = await hashPassword(asked.newPassword);
  const changed = await changeAndAudit(ctx, { personId, passwordHash, keptSessionId: sessionId, nowMs: ctx.now() });
  ctx.forgetSessions();
  return changed;
}
