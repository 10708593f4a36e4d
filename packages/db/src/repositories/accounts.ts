import type { ClientBase, Pool } from "pg";

/** An account with the content of the profile and settings version that it stands on. */
export type Account = {
  readonly tenantId: string;
  readonly tenantKey: string;
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly mode: "paper" | "live";
  readonly marketKey: string;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly profileKey: string;
  readonly profileVersion: number;
  readonly profileBody: Uint8Array;
  readonly settingsKey: string;
  readonly settingsVersion: number;
  readonly settingsBody: Uint8Array;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly slippageBps: number;
  readonly seed: string;
};

type Row = {
  tenant_id: string;
  tenant_key: string;
  id: string;
  key: string;
  name: string;
  mode: "paper" | "live";
  market_key: string;
  base_currency: string;
  starting_units: string;
  profile_key: string;
  profile_version: number;
  profile_body: Buffer;
  settings_key: string;
  settings_version: number;
  settings_body: Buffer;
  taker_fee_bps: number;
  maker_fee_bps: number;
  slippage_bps: number;
  seed: string;
};

const SELECT = `
  select a.tenant_id, t.key as tenant_key, a.id, a.key, a.name, a.mode, a.market_key, a.base_currency, a.starting_units::text as starting_units,
    a.profile_key, a.profile_version, p.body as profile_body, a.settings_key, a.settings_version, s.body as settings_body,
    a.taker_fee_bps::float8 as taker_fee_bps, a.maker_fee_bps::float8 as maker_fee_bps, a.slippage_bps::float8 as slippage_bps, a.seed
  from accounts a join tenants t on t.id = a.tenant_id
  join risk_profile_versions p on p.tenant_id = a.tenant_id and p.profile_key = a.profile_key and p.version = a.profile_version
  join strategy_settings_versions s on s.tenant_id = a.tenant_id and s.settings_key = a.settings_key and s.version = a.settings_version`;

function toAccount(row: Row): Account {
  return {
    tenantId: row.tenant_id,
    tenantKey: row.tenant_key,
    id: row.id,
    key: row.key,
    name: row.name,
    mode: row.mode,
    marketKey: row.market_key,
    baseCurrency: row.base_currency,
    startingUnits: BigInt(row.starting_units),
    profileKey: row.profile_key,
    profileVersion: row.profile_version,
    profileBody: row.profile_body,
    settingsKey: row.settings_key,
    settingsVersion: row.settings_version,
    settingsBody: row.settings_body,
    takerFeeBps: row.taker_fee_bps,
    makerFeeBps: row.maker_fee_bps,
    slippageBps: row.slippage_bps,
    seed: row.seed,
  };
}

const ACCOUNTS_MAX = 200_000;

/** Open accounts by id or key, in key order; all of them where `names` is undefined. */
export async function findAccounts(
  db: ClientBase | Pool,
  filter: { readonly tenantKey?: string | undefined; readonly names?: readonly string[] | undefined } = {},
): Promise<Account[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} where a.closed_at_ms is null and ($1::text is null or t.key = $1) and ($2::text[] is null or a.key = any($2) or a.id::text = any($2)) order by t.key, a.key limit ${ACCOUNTS_MAX}`,
    [filter.tenantKey ?? null, filter.names ?? null],
  );
  return rows.map(toAccount);
}

/** Open accounts that trade a market. */
export async function findAccountsOfMarket(db: ClientBase | Pool, marketKey: string): Promise<Account[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} where a.closed_at_ms is null and a.market_key = $1 order by t.key, a.key limit ${ACCOUNTS_MAX}`,
    [marketKey],
  );
  return rows.map(toAccount);
}

/** Serialises who opens accounts of a workspace for the rest of the transaction: they share its run and its versions. */
export async function lockAccounts(client: ClientBase, tenantId: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`accounts ${tenantId}`]);
}

export type NewAccount = Omit<Account, "tenantKey" | "profileBody" | "settingsBody"> & { readonly createdAtMs: number };

export async function insertAccount(db: ClientBase | Pool, account: NewAccount): Promise<void> {
  await db.query(
    `insert into accounts (tenant_id, id, key, name, mode, market_key, base_currency, starting_units, profile_key, profile_version, settings_key, settings_version,
       taker_fee_bps, maker_fee_bps, slippage_bps, seed, created_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      account.tenantId,
      account.id,
      account.key,
      account.name,
      account.mode,
      account.marketKey,
      account.baseCurrency,
      account.startingUnits.toString(),
      account.profileKey,
      account.profileVersion,
      account.settingsKey,
      account.settingsVersion,
      account.takerFeeBps,
      account.makerFeeBps,
      account.slippageBps,
      account.seed,
      account.createdAtMs,
    ],
  );
}

/** A version of a risk profile or of strategy settings. The same content under the same key is not written again. */
export type ContentVersion = {
  readonly tenantId: string;
  readonly key: string;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: number;
};

const VERSIONED = {
  profile: { table: "risk_profile_versions", key: "profile_key" },
  settings: { table: "strategy_settings_versions", key: "settings_key" },
} as const;

/** Writes the next version where the content differs from the newest; returns the version that holds it. */
export async function putVersion(db: ClientBase | Pool, kind: keyof typeof VERSIONED, version: ContentVersion): Promise<number> {
  const { table, key } = VERSIONED[kind];
  const { rows: newest } = await db.query<{ version: number; hash: Buffer }>(
    `select version, hash from ${table} where tenant_id = $1 and ${key} = $2 order by version desc limit 1`,
    [version.tenantId, version.key],
  );
  const last = newest[0];
  if (last !== undefined && last.hash.equals(version.hash)) return last.version;
  const next = (last?.version ?? 0) + 1;
  await db.query(
    `insert into ${table} (tenant_id, ${key}, version, hash, body, author, reason, created_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [version.tenantId, version.key, next, version.hash, version.body, version.author, version.reason, version.createdAtMs],
  );
  return next;
}

/** The newest version's bytes under a key; undefined where there is none. */
export async function readVersion(
  db: ClientBase | Pool,
  kind: keyof typeof VERSIONED,
  of: { readonly tenantId: string; readonly key: string },
): Promise<Uint8Array | undefined> {
  const { table, key } = VERSIONED[kind];
  const { rows } = await db.query<{ body: Buffer }>(
    `select body from ${table} where tenant_id = $1 and ${key} = $2 order by version desc limit 1`,
    [of.tenantId, of.key],
  );
  return rows[0]?.body;
}

export type Tenant = { readonly id: string; readonly key: string; readonly name: string; readonly isDemo: boolean };

/** A workspace by id or key. */
export async function findTenant(db: ClientBase | Pool, idOrKey: string): Promise<Tenant | undefined> {
  const { rows } = await db.query<{ id: string; key: string; name: string; is_demo: boolean }>(
    "select id, key, name, is_demo from tenants where id::text = $1 or key = $1",
    [idOrKey],
  );
  const row = rows[0];
  return row === undefined ? undefined : { id: row.id, key: row.key, name: row.name, isDemo: row.is_demo };
}

const TENANTS_MAX = 10_000;

/** Every workspace, by key. */
export async function listTenants(db: ClientBase | Pool): Promise<Tenant[]> {
  const { rows } = await db.query<{ id: string; key: string; name: string; is_demo: boolean }>(
    `select id, key, name, is_demo from tenants order by key limit ${TENANTS_MAX}`,
  );
  return rows.map((row) => ({ id: row.id, key: row.key, name: row.name, isDemo: row.is_demo }));
}
