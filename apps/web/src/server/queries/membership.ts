import type { Tx } from "../database.ts";
import type { Workspace } from "../workspace.ts";
import type { Role } from "../permissions.ts";

type Row = { readonly id: string; readonly key: string; readonly name: string; readonly is_demo: boolean; readonly role: Role };

/** The asker's standing in the transaction's workspace; undefined where they have none. */
export async function findMembership(tx: Tx, personId: string): Promise<Workspace | undefined> {
  const rows = await tx.rows<Row>(
    `select t.id, t.key, t.name, t.is_demo, m.role
       from memberships m join tenants t on t.id = m.tenant_id
      where m.tenant_id = tenant_id() and m.person_id = $1 and m.removed_at_ms is null`,
    [personId],
  );
  const row = rows[0];
  return row && { id: row.id, key: row.key, name: row.name, isDemo: row.is_demo, role: row.role };
}
