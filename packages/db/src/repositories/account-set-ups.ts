import type { ClientBase, Pool } from "pg";

/** The set-up of an account beside its risk profile and strategy settings, in canonical bytes. */
export type AccountSetUp = {
  readonly tenantId: string;
  readonly accountId: string;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
};

type Of = Pick<AccountSetUp, "tenantId" | "accountId">;

/** The newest set-up of an account; undefined where nobody has applied one. */
export async function readSetUp(
  db: ClientBase | Pool,
  { tenantId, accountId }: Of,
): Promise<{ readonly version: number; readonly hash: Uint8Array; readonly body: Uint8Array } | undefined> {
  const { rows } = await db.query<{ version: number; hash: Buffer; body: Buffer }>(
    "select version, hash, body from account_set_ups where tenant_id = $1 and account_id = $2 order by version desc limit 1",
    [tenantId, accountId],
  );
  return rows[0];
}

/** Writes the next version where the content differs from the newest; returns the version that holds it. */
export async function putSetUp(client: ClientBase, setUp: AccountSetUp): Promise<number> {
  const newest = await readSetUp(client, setUp);
  if (newest !== undefined && Buffer.compare(newest.hash, setUp.hash) === 0) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await client.query(
    `insert into account_set_ups (tenant_id, account_id, version, hash, body, author, reason, created_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [setUp.tenantId, setUp.accountId, version, setUp.hash, setUp.body, setUp.author, setUp.reason, setUp.createdAtMs],
  );
  return version;
}

/** What an account stands on from now on, and its continuous books with it: their next decisions read the new content. */
export async function setAccountContent(
  client: ClientBase,
  to: Of & {
    readonly name: string;
    readonly profile: { readonly key: string; readonly version: number; readonly hash: Uint8Array; readonly body: Uint8Array };
    readonly settings: { readonly key: string; readonly version: number; readonly hash: Uint8Array; readonly body: Uint8Array };
  },
): Promise<void> {
  const { tenantId, accountId, profile, settings } = to;
  await client.query(
    `update accounts set name = $3, profile_key = $4, profile_version = $5, settings_key = $6, settings_version = $7
     where tenant_id = $1 and id = $2`,
    [tenantId, accountId, to.name, profile.key, profile.version, settings.key, settings.version],
  );
  await client.query(
    `insert into book_contents (tenant_id, hash, body) values ($1, $2, $3), ($1, $4, $5) on conflict (tenant_id, hash) do nothing`,
    [tenantId, profile.hash, profile.body, settings.hash, settings.body],
  );
  await client.query(
    `update books b set profile_hash = $3, settings_hash = $4 from runs r
     where b.tenant_id = $1 and b.account_id = $2 and r.tenant_id = b.tenant_id and r.id = b.run_id and r.kind = 'live' and r.state = 'running'`,
    [tenantId, accountId, profile.hash, settings.hash],
  );
}

/** What an account's continuous books may hold; undefined where it has none. */
export async function readLiveAssets(db: ClientBase | Pool, { tenantId, accountId }: Of): Promise<readonly string[] | undefined> {
  const { rows } = await db.query<{ assets: string[] }>(
    `select b.assets from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
     where b.tenant_id = $1 and b.account_id = $2 and r.kind = 'live' and r.state = 'running' limit 1`,
    [tenantId, accountId],
  );
  return rows[0]?.assets;
}
