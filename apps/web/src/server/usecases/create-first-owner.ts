import { appendAudit } from "@ballast/db/repositories/audit";
import { TRPCError } from "@trpc/server";
import { hashPassword } from "../auth/password.ts";
import { requireFitPassword } from "../auth/password-rule.ts";
import type { RequestContext } from "../context.ts";
import { isSetupNeeded } from "../queries/setup.ts";
import { isRefusal } from "../sql-state.ts";
import { seedPresets } from "./seed-presets.ts";

type Asked = { readonly name: string; readonly email: string; readonly password: string; readonly workspaceName: string };

const KEY_LENGTH_MAX = 40;
const ALREADY_SET_UP = "Ballast has its first owner already: sign in, or ask them for an invitation.";

/** `Ada's Fund` is `ada-s-fund`: what stands in the address. */
export function workspaceKeyOf(name: string): string {
  const key = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, KEY_LENGTH_MAX)
    .replaceAll(/^-+|-+$/g, "");
  return key === "" ? "workspace" : key;
}

type FirstOwner = { readonly tenantId: string; readonly personId: string; readonly workspaceKey: string; readonly passwordHash: string };

/** Person, workspace, ownership, presets and the first audit row: all of it, or nothing. */
async function writeFirstOwner(ctx: RequestContext, asked: Asked, made: FirstOwner): Promise<void> {
  const { tenantId, personId, workspaceKey, passwordHash } = made;
  const nowMs = ctx.now();
  await ctx.database.withTenant(tenantId, async (tx) => {
    await tx.rows("select create_first_owner($1, $2, $3, $4, $5, $6, $7, $8)", [
      personId,
      asked.email,
      asked.name,
      passwordHash,
      tenantId,
      workspaceKey,
      asked.workspaceName,
      nowMs,
    ]);
    await seedPresets(tx, { author: personId, nowMs });
    await appendAudit(tx.client, {
      tenantId,
      atMs: nowMs,
      actor: personId,
      act: "workspace.create",
      subject: tenantId,
      facts: { workspaceKey, owner: asked.email },
    });
  });
}

/**
 * The first person becomes owner of a new workspace. SQL takes a lock and looks again, so that of two
 * browsers that race through the set-up page one is refused.
 */
export async function createFirstOwner(ctx: RequestContext, asked: Asked): Promise<{ readonly workspaceKey: string }> {
  if (!(await isSetupNeeded(ctx.database.global))) throw new TRPCError({ code: "CONFLICT", message: ALREADY_SET_UP });
  const workspaceKey = workspaceKeyOf(asked.workspaceName);
  requireFitPassword(asked);
  const passwordHash = await hashPassword(asked.password);
  try {
    await writeFirstOwner(ctx, asked, { tenantId: ctx.newId(), personId: ctx.newId(), workspaceKey, passwordHash });
  } catch (error) {
    if (isRefusal(error, "used_up")) throw new TRPCError({ code: "CONFLICT", message: ALREADY_SET_UP, cause: error });
    if (isRefusal(error, "not_unique"))
      throw new TRPCError({ code: "CONFLICT", message: "This e-mail address or workspace name is taken: choose another.", cause: error });
    throw error;
  }
  return { workspaceKey };
}
