import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner } = database.pools;
afterAll(database.drop);

/** Names that break a rule; the rule holds where there are none. */
async function names(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(sql);
  return rows.map(({ name }) => name).sort();
}

/** Tables of the application: ours, without what belongs to Prisma's bookkeeping. */
const TABLES = `(select c.* from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations') t`;
const OF_TENANT = `exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and not a.attisdropped)`;

test("the catalog has the tables that this walk is about", async () => {
  expect((await names(`select relname as name from ${TABLES} where ${OF_TENANT} and not relispartition`)).length).toBeGreaterThan(25);
});

describe("a table with a tenant", () => {
  test("has forced row-level security, partitions too", async () => {
    expect(
      await names(`select relname as name from ${TABLES} where ${OF_TENANT} and not (relrowsecurity and relforcerowsecurity)`),
    ).toEqual([]);
  });

  test("has policies for the owner and for each role that has rights on it", async () => {
    const missing = (
      role: string,
      right: string,
    ): string => `select relname as name from ${TABLES} where ${OF_TENANT} and not relispartition and ${right}
      and not exists (select from pg_policy p where p.polrelid = t.oid and p.polpermissive and '${role}'::regrole = any(p.polroles))`;
    expect(await names(missing("ballast_owner", "true"))).toEqual([]);
    for (const role of ["ballast_web", "ballast_engine", "ballast_integrity"]) {
      expect(await names(missing(role, `has_any_column_privilege('${role}', t.oid, 'select, insert, update')`))).toEqual([]);
    }
  });

  test("has no policy for everybody, and the web's is by tenant_id() alone", async () => {
    expect(await names(`select polname || ' on ' || polrelid::regclass as name from pg_policy where 0 = any(polroles)`)).toEqual([]);
    expect(
      await names(`select relname || ' ' || p.polname as name from ${TABLES} join pg_policy p on p.polrelid = t.oid and 'ballast_web'::regrole = any(p.polroles) and p.polpermissive
        where ${OF_TENANT} and (pg_get_expr(p.polqual, t.oid) not like '%tenant_id = ( SELECT tenant_id()%' or pg_get_expr(p.polwithcheck, t.oid) is distinct from pg_get_expr(p.polqual, t.oid))`),
    ).toEqual([]);
  });

  test("has the tenant in every unique constraint and unique index", async () => {
    expect(
      await names(`select i.indexrelid::regclass::text as name from pg_index i join ${TABLES} on t.oid = i.indrelid
        where i.indisunique and ${OF_TENANT} and not exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnum = any(i.indkey))`),
    ).toEqual([]);
  });

  test("has the tenant in every foreign key to another such table, on both sides", async () => {
    expect(
      await names(`select c.conname as name from pg_constraint c join ${TABLES} on t.oid = c.conrelid
        where c.contype = 'f' and ${OF_TENANT}
          and exists (select from pg_attribute a where a.attrelid = c.confrelid and a.attname = 'tenant_id')
          and not exists (
            select from unnest(c.conkey, c.confkey) as k(here, there)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.here and a.attname = 'tenant_id'
            join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.there and b.attname = 'tenant_id')`),
    ).toEqual([]);
  });
});

describe("a trigger", () => {
  test("fires always, also where the session plays a replica", async () => {
    expect(
      await names(
        `select tgname || ' on ' || tgrelid::regclass as name from pg_trigger join ${TABLES} on t.oid = tgrelid where not tgisinternal and tgenabled <> 'A'`,
      ),
    ).toEqual([]);
  });
});

describe("a function", () => {
  const OURS = "(select * from pg_proc where pronamespace = 'public'::regnamespace) f";

  test("has a search path of its own, with temporary tables last where it has the rights of its owner", async () => {
    expect(
      await names(
        `select proname as name from ${OURS} where not exists (select from unnest(proconfig) as s where s like 'search_path=pg_catalog%')`,
      ),
    ).toEqual([]);
    expect(
      await names(`select proname as name from ${OURS} where prosecdef and not 'search_path=pg_catalog, public, pg_temp' = any(proconfig)`),
    ).toEqual([]);
  });

  test("with the rights of its owner belongs to integrity where it checks, to the owner where it signs in or partitions", async () => {
    const of = (role: string): Promise<string[]> =>
      names(`select proname as name from ${OURS} where prosecdef and proowner = '${role}'::regrole`);
    expect(await of("ballast_integrity")).toEqual([
      "advance_audit",
      "advance_ledger",
      "advance_receipts",
      "book_postings",
      "check_approval",
      "check_ledger",
      "check_orders",
      "check_release",
      "note_moved_orders",
      "open_audit",
      "open_books",
      "require_account_profile",
      "require_book",
      "require_budget",
      "require_filled_order",
      "require_halt_slot",
      "require_intent",
      "require_limit_approval",
      "require_live_approval",
      "require_order_row",
      "require_release",
      "require_role_grant",
      "stamp_halt",
    ]);
    expect(await of("ballast_owner")).toEqual([
      "accept_invitation",
      "create_first_owner",
      "ensure_partitions",
      "find_invitation",
      "find_person",
      "find_person_by_email",
      "find_session",
      "is_setup_needed",
      "list_sessions",
      "open_session",
      "revoke_session",
      "revoke_sessions",
      "set_password_hash",
      "touch_session",
      "workspaces_of",
    ]);
    expect(
      await names(
        `select proname as name from ${OURS} where prosecdef and proowner not in ('ballast_owner'::regrole, 'ballast_integrity'::regrole)`,
      ),
    ).toEqual([]);
  });

  test("is not executable by everybody", async () => {
    expect(
      await names(
        `select proname as name from ${OURS} where exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0)`,
      ),
    ).toEqual([]);
  });
});

describe("a view", () => {
  test("has the rights of whoever asks", async () => {
    expect(
      await names(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
        and not 'security_invoker=true' = any(coalesce(reloptions, '{}')) and not 'security_invoker=on' = any(coalesce(reloptions, '{}'))`),
    ).toEqual([]);
  });
});

describe("a role of the application", () => {
  const ROLES = `('ballast_web'::regrole, 'ballast_engine'::regrole, '${database.name}_web'::regrole, '${database.name}_engine'::regrole)`;

  test("owns nothing", async () => {
    const ownedBy = (what: string, owned: string, from: string): string => `select ${what} as name from ${from} where ${owned} in ${ROLES}`;
    expect(await names(ownedBy("relname", "relowner", "pg_class"))).toEqual([]);
    expect(await names(ownedBy("proname", "proowner", "pg_proc"))).toEqual([]);
    expect(await names(ownedBy("typname", "typowner", "pg_type"))).toEqual([]);
    expect(await names(ownedBy("nspname", "nspowner", "pg_namespace"))).toEqual([]);
    expect(await names(ownedBy("datname", "datdba", "pg_database"))).toEqual([]);
  });

  test("is neither superuser nor exempt from row-level security, and can't become who is", async () => {
    expect(
      await names(`select rolname as name from pg_roles where (oid in ${ROLES} or rolname in ('ballast_owner', 'ballast_integrity', '${database.name}_owner'))
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`),
    ).toEqual([]);
    expect(
      await names(`select r.rolname || ' may act as ' || g.rolname as name from pg_roles r, pg_roles g
        where r.oid in ${ROLES} and g.rolname like 'ballast_%' and g.rolname in ('ballast_owner', 'ballast_integrity') and pg_has_role(r.oid, g.oid, 'member')`),
    ).toEqual([]);
  });

  test("has no right on any partition, and no right to remove or empty a table that keeps the past", async () => {
    const any = (rights: string): string =>
      `(has_table_privilege('ballast_web', t.oid, '${rights}') or has_table_privilege('ballast_engine', t.oid, '${rights}'))`;
    expect(
      await names(
        `select relname as name from ${TABLES} where relispartition and ${any("select, insert, update, delete, truncate, references, trigger")}`,
      ),
    ).toEqual([]);
    expect(await names(`select relname as name from ${TABLES} where ${any("truncate, references, trigger")}`)).toEqual([]);
    expect(await names(`select relname as name from ${TABLES} where ${any("delete")}`)).toEqual(["bar_tail", "engine_health", "outbox"]);
  });

  test("is the only one, with the integrity role, that has rights at all: nothing is granted to everybody", async () => {
    expect(
      await names(`select relname as name from ${TABLES} where exists (select from aclexplode(t.relacl) a where a.grantee = 0)`),
    ).toEqual([]);
  });
});

test("every table is owned by the group that nobody logs in as", async () => {
  expect(await names(`select relname as name from ${TABLES} where relowner <> 'ballast_owner'::regrole`)).toEqual([]);
  expect(
    await names(
      `select rolname as name from pg_roles where rolname in ('ballast_owner', 'ballast_integrity', 'ballast_web', 'ballast_engine') and rolcanlogin`,
    ),
  ).toEqual([]);
});
