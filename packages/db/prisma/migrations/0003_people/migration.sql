-- People, their sessions, and what they are in a workspace.
--
-- A sign-in comes before any workspace is named, so the web role has no rights on people and
-- sessions beyond the names of its workspace's members: it calls the functions of this file, each
-- of which does one thing with the keys that it is given.

set local role ballast_owner;

create table people (
  id uuid primary key,
  email text not null unique check (email = lower(email) and email like '%_@_%'),
  name text not null check (name <> ''),
  password_hash text not null check (password_hash <> ''),
  created_at_ms int8 not null
);
comment on table people is 'Global: a person may belong to several workspaces.';

create table sessions (
  id uuid primary key,
  person_id uuid not null references people,
  created_at_ms int8 not null,
  last_seen_at_ms int8 not null,
  expires_at_ms int8 not null check (expires_at_ms > created_at_ms),
  revoked_at_ms int8,
  user_agent text not null
);
comment on table sessions is 'One row per sign-in, looked up on every request, so that a revocation holds at once.';
create index sessions_person on sessions (person_id, created_at_ms desc);

create table memberships (
  tenant_id uuid references tenants,
  person_id uuid references people,
  role text not null check (role in ('owner', 'admin', 'operator', 'risk_officer', 'researcher', 'viewer')),
  created_at_ms int8 not null,
  removed_at_ms int8,
  primary key (tenant_id, person_id)
);
comment on table memberships is 'Active while removed_at_ms is null.';
create index memberships_person on memberships (person_id);

create table invitations (
  tenant_id uuid references tenants,
  id uuid,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'operator', 'risk_officer', 'researcher', 'viewer')),
  token_hash digest not null,
  invited_by uuid not null,
  created_at_ms int8 not null,
  expires_at_ms int8 not null check (expires_at_ms > created_at_ms),
  accepted_at_ms int8,
  revoked_at_ms int8,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, invited_by) references memberships (tenant_id, person_id),
  check (accepted_at_ms is null or revoked_at_ms is null)
);
comment on column invitations.token_hash is 'SHA-256 of the token; the token itself is only in the link.';
create index invitations_token on invitations (token_hash);

call isolate_tenants('memberships', engine => false, integrity => true);
call isolate_tenants('invitations', engine => false, integrity => false);

-- The web role sees the names of the people of its workspace, never a password hash.
alter table people enable row level security;
alter table people force row level security;
create policy owner_all on people to ballast_owner using (true) with check (true);
create policy web_members on people for select to ballast_web using (
  exists (select from memberships m where m.tenant_id = (select tenant_id()) and m.person_id = people.id)
);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy owner_all on sessions to ballast_owner using (true) with check (true);

grant select (id, email, name, created_at_ms) on people to ballast_web;
grant select on memberships, invitations to ballast_web;
grant insert (tenant_id, id, email, role, token_hash, invited_by, created_at_ms, expires_at_ms) on invitations to ballast_web;
grant update (revoked_at_ms) on invitations to ballast_web;
grant update (role, removed_at_ms) on memberships to ballast_web;

create view member_directory with (security_invoker) as
select m.tenant_id, m.person_id, p.email, p.name, m.role, m.created_at_ms, m.removed_at_ms
from memberships m join people p on p.id = m.person_id;
comment on view member_directory is 'Members of a workspace by name, with the rights of whoever asks.';
grant select on member_directory to ballast_web;

-- A workspace without an owner could not be mended by its own people.
create function keep_an_owner() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
  if old.role <> 'owner' or old.removed_at_ms is not null or (new.role = 'owner' and new.removed_at_ms is null) then
    return new;
  end if;
  -- Two owners who remove each other at once must not both succeed.
  perform pg_advisory_xact_lock(hashtextextended('ballast.owners ' || old.tenant_id, 0));
  if not exists (
    select from memberships m
    where m.tenant_id = old.tenant_id and m.person_id <> old.person_id and m.role = 'owner' and m.removed_at_ms is null
  ) then
    raise exception 'a workspace keeps at least one owner' using errcode = 'BL013';
  end if;
  return new;
end
$$;
create trigger keep_an_owner before update on memberships for each row execute function keep_an_owner();
alter table memberships enable always trigger keep_an_owner;
grant execute on function keep_an_owner() to ballast_web;

-- Sign-in --------------------------------------------------------------------------------------

create function find_person_by_email(p_email text)
returns table (id uuid, email text, name text, password_hash text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select p.id, p.email, p.name, p.password_hash from people p where p.email = lower(p_email);
end;

create function find_person(p_person_id uuid)
returns table (id uuid, email text, name text, created_at_ms int8)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select p.id, p.email, p.name, p.created_at_ms from people p where p.id = p_person_id;
end;

create function set_password_hash(p_person_id uuid, p_password_hash text) returns bool
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  update people set password_hash = p_password_hash where id = p_person_id;
  return found;
end
$$;

create function workspaces_of(p_person_id uuid)
returns table (tenant_id uuid, key text, name text, is_demo bool, role text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select t.id, t.key, t.name, t.is_demo, m.role
  from memberships m join tenants t on t.id = m.tenant_id
  where m.person_id = p_person_id and m.removed_at_ms is null
  order by t.is_demo, t.name, t.id;
end;

create function open_session(p_id uuid, p_person_id uuid, p_now_ms int8, p_expires_at_ms int8, p_user_agent text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  insert into sessions (id, person_id, created_at_ms, last_seen_at_ms, expires_at_ms, user_agent)
  values (p_id, p_person_id, p_now_ms, p_now_ms, p_expires_at_ms, left(p_user_agent, 400));
end;

-- The session and its person, while neither revoked nor expired; no row otherwise.
create function find_session(p_id uuid, p_now_ms int8)
returns table (id uuid, person_id uuid, email text, name text, created_at_ms int8, last_seen_at_ms int8, expires_at_ms int8)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, s.person_id, p.email, p.name, s.created_at_ms, s.last_seen_at_ms, s.expires_at_ms
  from sessions s join people p on p.id = s.person_id
  where s.id = p_id and s.revoked_at_ms is null and s.expires_at_ms > p_now_ms;
end;

create function touch_session(p_id uuid, p_now_ms int8) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  update sessions set last_seen_at_ms = p_now_ms where id = p_id and revoked_at_ms is null and last_seen_at_ms < p_now_ms;
end;

create function list_sessions(p_person_id uuid, p_now_ms int8)
returns table (id uuid, created_at_ms int8, last_seen_at_ms int8, expires_at_ms int8, user_agent text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, s.created_at_ms, s.last_seen_at_ms, s.expires_at_ms, s.user_agent
  from sessions s
  where s.person_id = p_person_id and s.revoked_at_ms is null and s.expires_at_ms > p_now_ms
  order by s.last_seen_at_ms desc, s.id
  limit 200;
end;

create function revoke_session(p_id uuid, p_person_id uuid, p_now_ms int8) returns bool
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  update sessions set revoked_at_ms = p_now_ms where id = p_id and person_id = p_person_id and revoked_at_ms is null;
  return found;
end
$$;

-- Revokes all sessions of a person but the one named (null: all). Returns how many.
create function revoke_sessions(p_person_id uuid, p_except_id uuid, p_now_ms int8) returns int4
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  revoked int4;
begin
  update sessions set revoked_at_ms = p_now_ms
  where person_id = p_person_id and revoked_at_ms is null and id is distinct from p_except_id;
  get diagnostics revoked = row_count;
  return revoked;
end
$$;

-- Whether nobody but the demo's people is here yet.
create function is_setup_needed() returns bool
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select not exists (select from memberships m join tenants t on t.id = m.tenant_id where not t.is_demo);
end;

-- The first user makes the first workspace and owns it. Refused once there is one: two browsers
-- that race through the set-up page must not both become owner.
create function create_first_owner(
  p_person_id uuid, p_email text, p_name text, p_password_hash text,
  p_tenant_id uuid, p_tenant_key text, p_tenant_name text, p_now_ms int8
) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ballast.create_first_owner', 0));
  if not is_setup_needed() then
    raise exception 'this installation has its first owner already' using errcode = 'BL012';
  end if;
  insert into people (id, email, name, password_hash, created_at_ms) values (p_person_id, lower(p_email), p_name, p_password_hash, p_now_ms);
  insert into tenants (id, key, name, is_demo, created_at_ms) values (p_tenant_id, p_tenant_key, p_tenant_name, false, p_now_ms);
  insert into memberships (tenant_id, person_id, role, created_at_ms) values (p_tenant_id, p_person_id, 'owner', p_now_ms);
end
$$;

-- What the invitation page shows before anybody signed in; no row where it can't be accepted.
create function find_invitation(p_token_hash bytea, p_now_ms int8)
returns table (tenant_id uuid, id uuid, workspace_key text, workspace_name text, email text, role text, invited_by_name text, expires_at_ms int8, person_exists bool)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select i.tenant_id, i.id, t.key, t.name, i.email, i.role, p.name, i.expires_at_ms,
    exists (select from people known where known.email = i.email)
  from invitations i join tenants t on t.id = i.tenant_id join people p on p.id = i.invited_by
  where i.token_hash = p_token_hash and i.accepted_at_ms is null and i.revoked_at_ms is null and i.expires_at_ms > p_now_ms;
end;

-- Makes whoever holds the token a member. A person who is known by that e-mail keeps their name and
-- password: holding an invitation's link is no proof of being them, so they sign in as before.
create function accept_invitation(p_token_hash bytea, p_person_id uuid, p_name text, p_password_hash text, p_now_ms int8)
returns table (tenant_id uuid, person_id uuid, workspace_key text, email text, role text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  invited invitations;
  member_id uuid;
begin
  update invitations i set accepted_at_ms = p_now_ms
  where i.token_hash = p_token_hash and i.accepted_at_ms is null and i.revoked_at_ms is null and i.expires_at_ms > p_now_ms
  returning i.* into invited;
  if invited.id is null then
    raise exception 'this invitation is unknown, used, revoked or expired' using errcode = 'BL012';
  end if;
  insert into people (id, email, name, password_hash, created_at_ms)
  values (p_person_id, invited.email, p_name, p_password_hash, p_now_ms)
  on conflict (email) do nothing;
  select p.id into strict member_id from people p where p.email = invited.email;
  insert into memberships (tenant_id, person_id, role, created_at_ms) values (invited.tenant_id, member_id, invited.role, p_now_ms)
  on conflict (tenant_id, person_id) do update set role = excluded.role, removed_at_ms = null where memberships.removed_at_ms is not null;
  return query select t.id, member_id, t.key, invited.email, m.role
    from tenants t join memberships m on m.tenant_id = t.id and m.person_id = member_id
    where t.id = invited.tenant_id;
end
$$;

grant execute on function
  find_person_by_email(text), find_person(uuid), set_password_hash(uuid, text), workspaces_of(uuid),
  open_session(uuid, uuid, int8, int8, text), find_session(uuid, int8), touch_session(uuid, int8), list_sessions(uuid, int8),
  revoke_session(uuid, uuid, int8), revoke_sessions(uuid, uuid, int8),
  is_setup_needed(), create_first_owner(uuid, text, text, text, uuid, text, text, int8),
  find_invitation(bytea, int8), accept_invitation(bytea, uuid, text, text, int8)
to ballast_web;
