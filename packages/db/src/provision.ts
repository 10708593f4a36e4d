import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { assertServerVersion } from "./server-version.ts";

export type ProvisionOptions = {
  /** A superuser, or a role with CREATEROLE and CREATEDB. */
  readonly adminUrl: string;
  readonly database: string;
  readonly passwords: { readonly owner: string; readonly web: string; readonly engine: string };
  /** For tests: copies this database, which nobody may be connected to. */
  readonly template?: string;
};

export type Provisioned = { readonly ownerUrl: string; readonly webUrl: string; readonly engineUrl: string };

const PARTS = ["owner", "web", "engine"] as const;
type Part = (typeof PARTS)[number];

/** Roles live in the cluster and are shared by its databases; what a login may reach is its own database. */
const GROUPS = ["ballast_owner", "ballast_integrity", "ballast_web", "ballast_engine"];

/** Postgres cuts names at 63 bytes; the longest suffix is `_engine`. */
const DATABASE_NAME = /^[a-z][a-z0-9_]{0,54}$/;

/** Serialises provisioning on one cluster, as far as callers share the admin's database. */
const PROVISION_LOCK = 4_021_771;

/** Settings of a login in this database alone. The owner's statements act as the group, so that the group owns what they make. */
const SETTINGS: Readonly<Record<Part, readonly (readonly [name: string, value: string])[]>> = {
  owner: [["role", "ballast_owner"]],
  web: [
    ["statement_timeout", "20s"],
    ["idle_in_transaction_session_timeout", "30s"],
    ["jit", "off"],
  ],
  engine: [
    ["idle_in_transaction_session_timeout", "60s"],
    ["jit", "off"],
  ],
};

/**
 * Makes a database that is ready to be migrated: the group roles, one login each for owner, web and
 * engine, and rights that keep everybody else out. Safe to repeat and to race: what is there stays,
 * passwords are set to those given.
 */
export async function provisionDatabase(options: ProvisionOptions): Promise<Provisioned> {
  const { adminUrl, database } = options;
  if (!DATABASE_NAME.test(database)) {
    throw new Error(`"${database}" can't name a database: use lower-case letters, digits and _, 55 at most, beginning with a letter.`);
  }
  try {
    await asAdmin(adminUrl, (admin) => makeRolesAndDatabase(admin, options));
    await asAdmin(urlOf(adminUrl, { database }), openSchema);
  } catch (cause) {
    if (!isPermissionDenied(cause)) throw cause;
    throw new Error(
      `The database user may not create roles or databases (${cause instanceof Error ? cause.message : String(cause)}). As a superuser: alter role <user> with createrole createdb;`,
      { cause },
    );
  }
  const login = (part: Part): string => urlOf(adminUrl, { database, user: loginOf(database, part), password: options.passwords[part] });
  return { ownerUrl: login("owner"), webUrl: login("web"), engineUrl: login("engine") };
}

/** Drops a database with whatever is connected to it, and its logins. For tests and for a clean slate. */
export async function dropDatabase({ adminUrl, database }: { readonly adminUrl: string; readonly database: string }): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${escapeIdentifier(database)} with (force)`);
    for (const part of PARTS) await admin.query(`drop role if exists ${escapeIdentifier(loginOf(database, part))}`);
  });
}

/** A database called "ballast" would give its logins the names of the groups, which nobody logs in as. */
function loginOf(database: string, part: Part): string {
  const name = `${database}_${part}`;
  return GROUPS.includes(name) ? `${name}_login` : name;
}

async function asAdmin<T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: url, application_name: "ballast-provision" });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

async function makeRolesAndDatabase(admin: Client, options: ProvisionOptions): Promise<void> {
  const { database, passwords } = options;
  await assertServerVersion(admin);
  await admin.query("select pg_advisory_lock($1)", [PROVISION_LOCK]);
  for (const group of GROUPS) await ensureRole(admin, group);
  await ensureMember(admin, { group: "ballast_integrity", member: "ballast_owner" });
  for (const part of PARTS) {
    const login = loginOf(database, part);
    await ensureRole(admin, login);
    await admin.query(`alter role ${escapeIdentifier(login)} with login password ${escapeLiteral(passwords[part])}`);
    await ensureMember(admin, { group: `ballast_${part}`, member: login });
  }
  await ensureDatabase(admin, options);
  const name = escapeIdentifier(database);
  const logins = PARTS.map((part) => escapeIdentifier(loginOf(database, part))).join(", ");
  await admin.query(`revoke all on database ${name} from public`);
  await admin.query(`grant connect on database ${name} to ${logins}`);
  for (const part of PARTS) {
    for (const [setting, value] of SETTINGS[part]) {
      await admin.query(
        `alter role ${escapeIdentifier(loginOf(database, part))} in database ${name} set ${setting} = ${escapeLiteral(value)}`,
      );
    }
  }
}

async function ensureRole(admin: Client, role: string): Promise<void> {
  const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [role]);
  if (rowCount === 1) return;
  try {
    await admin.query(`create role ${escapeIdentifier(role)} nologin`);
  } catch (cause) {
    if (!isDuplicate(cause)) throw cause;
  }
}

async function ensureMember(admin: Client, { group, member }: { readonly group: string; readonly member: string }): Promise<void> {
  const { rows } = await admin.query<{ readonly isMember: boolean }>(
    `select exists (select from pg_auth_members where roleid = $1::regrole and member = $2::regrole) as "isMember"`,
    [group, member],
  );
  if (rows[0]?.isMember !== true) await admin.query(`grant ${escapeIdentifier(group)} to ${escapeIdentifier(member)}`);
}

async function ensureDatabase(admin: Client, { database, template }: ProvisionOptions): Promise<void> {
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [database]);
  if (rowCount === 1) return;
  const copy = template === undefined ? "" : ` template ${escapeIdentifier(template)} strategy file_copy`;
  try {
    await admin.query(`create database ${escapeIdentifier(database)}${copy}`);
  } catch (cause) {
    if (!isDuplicate(cause)) throw cause;
  }
}

async function openSchema(admin: Client): Promise<void> {
  await admin.query("revoke all on schema public from public");
  await admin.query("grant usage, create on schema public to ballast_owner with grant option");
}

function urlOf(adminUrl: string, of: { readonly database: string; readonly user?: string; readonly password?: string }): string {
  const url = new URL(adminUrl);
  url.pathname = `/${of.database}`;
  if (of.user !== undefined) url.username = of.user;
  if (of.password !== undefined) url.password = encodeURIComponent(of.password);
  return url.href;
}

/** SQLSTATEs of a role or database that somebody else made a moment ago. */
const DUPLICATES: ReadonlySet<unknown> = new Set(["42710", "42P04", "23505"]);
const PERMISSION_DENIED = "42501";

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && "code" in error && DUPLICATES.has(error.code);
}

function isPermissionDenied(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === PERMISSION_DENIED;
}
