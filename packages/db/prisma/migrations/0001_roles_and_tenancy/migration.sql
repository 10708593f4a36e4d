-- Who may do what, and how a statement names its workspace.
--
-- Four roles that nobody logs in as own and use the database:
--   ballast_owner      owns every table; migrations act as it
--   ballast_integrity  owns the functions that check the books; sees what they read, of every workspace
--   ballast_web        the web application: one workspace per transaction, the one it names
--   ballast_engine     the engine: many workspaces in one batch, on the tables it works on
-- They live in the cluster, so they are made when a database is provisioned and only asserted here.

do $$
declare
  missing text;
begin
  select string_agg(needed, ', ') into missing
  from unnest(array['ballast_owner', 'ballast_integrity', 'ballast_web', 'ballast_engine']) as needed
  where to_regrole(needed) is null;
  if missing is not null then
    raise exception 'the roles % do not exist', missing
      using hint = 'Provision the database first (provisionDatabase), as a superuser or a role with CREATEROLE.';
  end if;
  if not pg_has_role(current_user, 'ballast_owner', 'member') then
    raise exception 'migrations run as a member of ballast_owner, not as %', current_user
      using hint = 'Use the owner''s connection that provisioning returned, or: grant ballast_owner to ' || quote_ident(current_user) || ';';
  end if;
end
$$;

set local role ballast_owner;

-- Nothing is executable or readable by everyone: each right below is given by name.
alter default privileges revoke execute on functions from public;
alter default privileges for role ballast_integrity revoke execute on functions from public;

-- SHA-256 of canonical bytes. Every hash in this database has this type.
create domain digest as bytea check (octet_length(value) = 32);

-- Epoch milliseconds, UTC, of the server's own clock.
create function now_ms() returns int8
language sql volatile parallel safe
set search_path = pg_catalog
return (extract(epoch from clock_timestamp()) * 1000)::int8;

-- The workspace that this transaction named. After one SET LOCAL a pooled session reads '' where
-- it read NULL before, so both raise: a statement that forgot its workspace must fail, not see none.
create function tenant_id() returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog
as $$
declare
  named text := current_setting('ballast.tenant', true);
begin
  if named is null or named = '' then
    raise exception 'no workspace is named in this transaction' using
      errcode = 'BL007',
      hint = 'Set ballast.tenant for the transaction first (withTenant does).';
  end if;
  return named::uuid;
end
$$;

-- Puts a workspace's table under row-level security, for its owner too. The owner's policy is
-- explicit, so that a migration sees all rows and says so here. `engine` and `integrity` name
-- whether these roles work on the table; the web role always sees one workspace only.
create procedure isolate_tenants(of_table regclass, engine boolean, integrity boolean, tenant_column name default 'tenant_id')
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('alter table %s force row level security', of_table);
  execute format('create policy owner_all on %s to ballast_owner using (true) with check (true)', of_table);
  execute format(
    'create policy web_tenant on %1$s to ballast_web using (%2$I = (select tenant_id())) with check (%2$I = (select tenant_id()))',
    of_table, tenant_column);
  if engine then
    execute format('create policy engine_all on %s to ballast_engine using (true) with check (true)', of_table);
  end if;
  if integrity then
    execute format('create policy integrity_all on %s to ballast_integrity using (true) with check (true)', of_table);
  end if;
end
$$;
revoke execute on procedure isolate_tenants from public;

create function refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'BL006';
end
$$;

-- Makes a table append-only for everyone, its owner included. ALWAYS: a session that plays a
-- replica does not get around it.
create procedure forbid_changes(of_table regclass)
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', of_table);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function refuse_change()', of_table);
  execute format('alter table %s enable always trigger append_only', of_table);
  execute format('alter table %s enable always trigger append_only_truncate', of_table);
end
$$;
revoke execute on procedure forbid_changes from public;

grant usage on schema public to ballast_integrity, ballast_web, ballast_engine;
grant execute on function now_ms() to ballast_integrity, ballast_web, ballast_engine;
grant execute on function tenant_id() to ballast_web, ballast_engine;

create table tenants (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (name <> ''),
  is_demo bool not null,
  created_at_ms int8 not null
);
comment on table tenants is 'Workspaces. The demo is one of them and says so.';
call isolate_tenants('tenants', engine => true, integrity => false, tenant_column => 'id');
grant select on tenants to ballast_web, ballast_engine;
