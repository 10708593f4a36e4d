import type { ClientBase, Pool } from "pg";

/** A stored version of a workspace's risk profile; the newest where none is named, undefined where there is none. */
export async function readProfileVersion(
  db: ClientBase | Pool,
  of: { readonly tenantId: string; readonly key: string; readonly version?: number | undefined },
): Promise<{ readonly version: number; readonly body: Uint8Array } | undefined> {
  const { rows } = await db.query<{ version: number; body: Buffer }>(
    `select version, body from risk_profile_versions
     where tenant_id = $1 and profile_key = $2 and ($3::int4 is null or version = $3) order by version desc limit 1`,
    [of.tenantId, of.key, of.version ?? null],
  );
  return rows[0];
}

/** The version of a profile that has this content already, the newest of them; undefined where none has. */
export async function findProfileVersion(
  db: ClientBase | Pool,
  of: { readonly tenantId: string; readonly key: string; readonly hash: Uint8Array },
): Promise<number | undefined> {
  const { rows } = await db.query<{ version: number }>(
    "select version from risk_profile_versions where tenant_id = $1 and profile_key = $2 and hash = $3 order by version desc limit 1",
    [of.tenantId, of.key, of.hash],
  );
  return rows[0]?.version;
}
