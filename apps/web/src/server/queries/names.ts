import type { ModelsTx } from "../database.ts";

/** Names by person, of members and of those who were removed since; someone unknown here has none. */
export async function readNames({ models, tenantId }: ModelsTx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await models.membership.findMany({
    where: { tenantId, personId: { in: [...new Set(personIds)] } },
    select: { personId: true, person: { select: { name: true } } },
  });
  return new Map(rows.map(({ personId, person }) => [personId, person.name]));
}
