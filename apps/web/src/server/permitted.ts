import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { TenantTx } from "./database.ts";
import { findMembership } from "./queries/membership.ts";
import {
  mayRole,
  ROLES_BY_PERMISSION,
  SELF_PERMISSIONS,
  type Permission,
  type Role,
  type SelfPermission,
  type WorkspacePermission,
} from "./permissions.ts";
import { t } from "./trpc.ts";

const inWorkspace = z.object({ workspaceId: z.uuid() });

const signedInProcedure = t.procedure.use(({ ctx, next }) => {
  if (ctx.signedIn === undefined) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in to go on." });
  return next({ ctx: { signedIn: ctx.signedIn } });
});

function inWords(role: Role): string {
  return role.replace("_", " ");
}

function refusal(permission: Permission, role: Role): TRPCError {
  const roles: readonly Role[] = ROLES_BY_PERMISSION[permission];
  const message = `This takes the role ${roles.map(inWords).join(", ")}; yours is ${inWords(role)}.`;
  return new TRPCError({ code: "FORBIDDEN", message });
}

/**
 * A procedure in a workspace. The asker's membership is read in the same transaction as everything
 * else, under the workspace's row-level security; a workspace one does not belong to is not found,
 * whether it exists or not.
 */
function permittedInWorkspace(permission: WorkspacePermission) {
  return signedInProcedure
    .meta({ permission })
    .input(inWorkspace)
    .use(({ ctx, input, next }) =>
      ctx.database.withTenant(input.workspaceId, async (tx: TenantTx) => {
        const workspace = await findMembership(tx, ctx.signedIn.personId);
        if (workspace === undefined)
          throw new TRPCError({ code: "NOT_FOUND", message: "There is no such workspace, or you do not belong to it." });
        if (!mayRole(workspace.role, permission)) throw refusal(permission, workspace.role);
        const result = await next({ ctx: { tx, workspace } });
        // tRPC hands a failure back as a value; thrown, it rolls the transaction back.
        if (!result.ok) throw result.error;
        return result;
      }),
    );
}

function permittedSelf(permission: SelfPermission) {
  return signedInProcedure.meta({ permission });
}

type WorkspaceProcedure = ReturnType<typeof permittedInWorkspace>;
type SelfProcedure = ReturnType<typeof permittedSelf>;

function isSelf(permission: Permission): permission is SelfPermission {
  return SELF_PERMISSIONS.some((self) => self === permission);
}

/** A procedure that takes a permission: held in the workspace that the input names, or one's own. */
export function permitted(permission: WorkspacePermission): WorkspaceProcedure;
export function permitted(permission: SelfPermission): SelfProcedure;
export function permitted(permission: Permission): WorkspaceProcedure | SelfProcedure {
  return isSelf(permission) ? permittedSelf(permission) : permittedInWorkspace(permission);
}

/** A procedure for everyone, signed in or not, and why that is right. */
export function open(because: string) {
  return t.procedure.meta({ openBecause: because });
}
