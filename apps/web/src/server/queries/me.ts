import type { SignedIn } from "../context.ts";
import type { Me, WorkspaceRef } from "../contract/session.ts";
import type { Tx } from "../database.ts";
import { ROLES_BY_PERMISSION, type Role } from "../permissions.ts";

type Row = { readonly tenant_id: string; readonly key: string; readonly name: string; readonly is_demo: boolean; readonly role: Role };

export async function listWorkspaces(db: Tx, personId: string): Promise<readonly WorkspaceRef[]> {
  const rows = await db.rows<Row>("select tenant_id, key, name, is_demo, role from workspaces_of($1)", [personId]);
  return rows.map((row) => ({ id: row.tenant_id, key: row.key, name: row.name, isDemo: row.is_demo, role: row.role }));
}

export async function findMe(db: Tx, signedIn: SignedIn): Promise<Me> {
  const workspaces = await listWorkspaces(db, signedIn.personId);
  const { personId, email, name, sessionId } = signedIn;
  return { person: { id: personId, email, name }, sessionId, workspaces, rolesByPermission: ROLES_BY_PERMISSION };
}
