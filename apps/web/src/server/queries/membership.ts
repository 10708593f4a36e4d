import type { ModelsTx } from "../database.ts";
import { roleOf } from "../mappers/row.ts";
import type { Workspace } from "../workspace.ts";

/** The asker's standing in the transaction's workspace; undefined where they have none. */
export async function findMembership({ models, tenantId }: ModelsTx, personId: string): Promise<Workspace | undefined> {
  const member = await models.membership.findFirst({ where: { tenantId, personId, removedAtMs: null }, include: { tenant: true } });
  if (member === null) return undefined;
  const { id, key, name, isDemo } = member.tenant;
  return { id, key, name, isDemo, role: roleOf(member) };
}
