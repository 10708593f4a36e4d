-- Four eyes for role grants, one use for every approval; the audit chain's hashes and the life of an
-- order, held here and no longer by the application alone.

set local role ballast_owner;

grant create on schema public to ballast_integrity;

-- Approvals ------------------------------------------------------------------------------------

alter table approvals add column used_at_ms int8;
alter table approvals add constraint approvals_used_when_approved check (used_at_ms is null or decision = 'approved');
alter table approvals add constraint approvals_expire_soon check (expires_at_ms <= requested_at_ms + 30 * 86400000::int8);
comment on column approvals.used_at_ms is 'When the change was made: one approval, one change. Written by the checks alone.';

grant update (used_at_ms) on approvals to ballast_integrity;
grant select (id, email) on people to ballast_integrity;
create policy integrity_all on people for select to ballast_integrity using (true);

-- Active members of a workspace, one of them left out where it is named.
create function active_members(of_tenant uuid, but_for uuid default null) returns int8
language sql stable
set search_path = pg_catalog, public, pg_temp
begin atomic
  select count(*) from memberships m
  where m.tenant_id = of_tenant and m.removed_at_ms is null and m.person_id is distinct from but_for;
end;

-- Four eyes, or 24 hours of cooling off in a workspace of one. By the server's clock: the times in
-- the row were written by whoever asks. Whoever approves is a member who may: a second pair of eyes
-- that has no say is none.
create or replace function check_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  cooling_off_ms constant int8 := 24 * 3600 * 1000;
begin
  if tg_op = 'UPDATE' and (
    (new.tenant_id, new.id, new.kind, new.subject, new.change_hash, new.requested_by, new.requested_at_ms, new.expires_at_ms, new.reason)
      is distinct from (old.tenant_id, old.id, old.kind, old.subject, old.change_hash, old.requested_by, old.requested_at_ms, old.expires_at_ms, old.reason)
    or old.decision is not null and (new.decision, new.decided_by, new.decided_at_ms) is distinct from (old.decision, old.decided_by, old.decided_at_ms)
    or old.used_at_ms is not null and new.used_at_ms is distinct from old.used_at_ms
  ) then
    raise exception 'approval % is bound as it was asked, decided once and used once', old.id using errcode = 'BL006';
  end if;
  if new.decision is distinct from 'approved' or tg_op = 'UPDATE' and old.decision = 'approved' then
    return new;
  end if;
  if new.expires_at_ms <= now_ms() then
    raise exception 'approval % has expired', new.id using errcode = 'BL014';
  end if;
  if not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.person_id = new.decided_by and m.removed_at_ms is null and m.role in ('owner', 'admin', 'risk_officer')
  ) then
    raise exception 'who approves is an active owner, admin or risk officer' using errcode = 'BL014';
  end if;
  if new.kind = 'cooling_off' then
    if active_members(new.tenant_id) <> 1 then
      raise exception 'cooling off is for a workspace of one: this one has % active members', active_members(new.tenant_id) using errcode = 'BL014';
    end if;
    if least(new.decided_at_ms, now_ms()) < new.requested_at_ms + cooling_off_ms then
      raise exception 'cooling off lasts 24 hours from the request' using errcode = 'BL014';
    end if;
  end if;
  return new;
end
$$;

-- Uses up the approval of exactly this change, and every other one of it: two requests for one change
-- are no licence to make it twice. `joining` is whom the change lets in, who ends no cooling off.
create function use_approval(of_tenant uuid, of_kind text, of_change bytea, joining uuid default null) returns approvals
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  approval approvals;
begin
  with used as (
    update approvals a set used_at_ms = now_ms()
    where a.tenant_id = of_tenant and a.change_hash = of_change
      and a.decision = 'approved' and a.used_at_ms is null and a.expires_at_ms > now_ms()
      and (a.kind = of_kind or a.kind = 'cooling_off' and active_members(of_tenant, joining) = 1)
    returning a.*
  )
  select * into approval from used order by decided_at_ms desc, id limit 1;
  if not found then
    raise exception 'no approval of this change is in force: %', of_kind using errcode = 'BL014';
  end if;
  return approval;
end
$$;

-- A live account needs an approval of exactly that: hash of live_mode|<tenant>|<account>.
create or replace function require_live_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform use_approval(new.tenant_id, 'live_mode', sha256(convert_to(format('live_mode|%s|%s', new.tenant_id, new.id), 'UTF8')));
  return null;
end
$$;

-- Role grants ----------------------------------------------------------------------------------

-- How much a role can do to others. Operator and risk officer stand side by side: each has rights
-- that the other lacks, so a change between them is a grant too.
create function role_rank(of_role text) returns int4
language sql immutable parallel safe
set search_path = pg_catalog
return case of_role when 'none' then 0 when 'viewer' then 1 when 'researcher' then 2
  when 'operator' then 3 when 'risk_officer' then 3 when 'admin' then 4 when 'owner' then 5 end;

-- A role grant, however it is made: a member raised, a removed one let back in, a new row. It needs an
-- approval of exactly that: hash of role_grant|<tenant>|<e-mail>|<role held, or none>|<role granted>.
-- By e-mail, which is what whoever approves reads, and what an invited person has before an id.
-- A lower role and a removal need none: halting is easy. Two grants need none either:
--   the first member of a workspace, who is its owner, because there is nobody to ask;
--   whoever joins as viewer, because a viewer reads and has no act to be held to.
-- AFTER, so that an insert which does nothing on a conflict uses nothing up.
create function require_role_grant() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  held text := case when tg_op = 'UPDATE' and old.removed_at_ms is null then old.role else 'none' end;
  person_email text;
  approval approvals;
begin
  if new.removed_at_ms is not null or new.role = held or role_rank(new.role) < role_rank(held) or held = 'none' and new.role = 'viewer' then
    return null;
  end if;
  -- Grants of one workspace wait for each other: two that race must not both be the first.
  perform pg_advisory_xact_lock(hashtextextended('ballast.grants ' || new.tenant_id, 0));
  if new.role = 'owner' and not exists (select from memberships m where m.tenant_id = new.tenant_id and m.person_id <> new.person_id) and tg_op = 'INSERT' then
    return null;
  end if;
  select p.email into strict person_email from people p where p.id = new.person_id;
  approval := use_approval(
    new.tenant_id, 'role_grant',
    sha256(convert_to(format('role_grant|%s|%s|%s|%s', new.tenant_id, person_email, held, new.role), 'UTF8')),
    new.person_id);
  if approval.decided_by = new.person_id then
    raise exception 'nobody approves a role of their own' using errcode = 'BL014';
  end if;
  if new.role = 'owner' and not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.person_id in (approval.requested_by, approval.decided_by) and m.person_id <> new.person_id
      and m.role = 'owner' and m.removed_at_ms is null
  ) then
    raise exception 'only an owner makes an owner' using errcode = 'BL014';
  end if;
  return null;
end
$$;

-- The audit chain ------------------------------------------------------------------------------

-- The canonical form of packages/core/src/numeric/canonical.ts, as far as an audit row has it.
create function little_endian(big_endian bytea) returns bytea
language sql immutable parallel safe
set search_path = pg_catalog
return (select string_agg(substring(big_endian from at for 1), '' order by at desc) from generate_series(1, octet_length(big_endian)) as at);

create function canonical_bytes(of_value bytea) returns bytea
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
return little_endian(int4send(octet_length(of_value))) || of_value;

create function canonical_text(of_value text) returns bytea
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
return canonical_bytes(convert_to(of_value, 'UTF8'));

create function canonical_i64(of_value int8) returns bytea
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
return little_endian(int8send(of_value));

-- SHA-256 of every column of an audit row, as encodeAuditRow of packages/db writes them.
create function audit_row_hash(of_row audit_log) returns bytea
language sql stable
set search_path = pg_catalog, public, pg_temp
return sha256(
  canonical_text('audit') || little_endian(int4send(1)) || canonical_bytes(of_row.previous_hash)
  || canonical_text(of_row.tenant_id::text) || canonical_i64(of_row.audit_seq) || canonical_i64(of_row.at_ms)
  || canonical_text(of_row.actor) || canonical_text(of_row.act) || canonical_text(of_row.subject) || canonical_bytes(of_row.body));

-- Acts of people are few, so each link is looked at by itself, its hash recomputed.
create or replace function advance_audit() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  link audit_log;
begin
  for link in select * from new_rows order by tenant_id, audit_seq loop
    update audit_heads h set audit_seq = link.audit_seq, audit_hash = link.hash
    where h.tenant_id = link.tenant_id and h.audit_seq = link.audit_seq - 1 and h.audit_hash = link.previous_hash;
    if not found then
      raise exception 'audit row % does not continue the chain of workspace %', link.audit_seq, link.tenant_id using
        errcode = 'BL005', hint = 'Read the head under the workspace''s audit lock (appendAudit does).';
    end if;
    if link.hash <> audit_row_hash(link) then
      raise exception 'audit row % of workspace % does not have the hash of its columns', link.audit_seq, link.tenant_id using
        errcode = 'BL016', hint = 'appendAudit computes it.';
    end if;
  end loop;
  return null;
end
$$;

-- What the web records was done by somebody of the workspace; who is not, and the engine, can't be named.
create policy web_acts_as_member on audit_log as restrictive for insert to ballast_web
  with check (exists (select from memberships m where m.tenant_id = audit_log.tenant_id and m.person_id::text = audit_log.actor));

-- Orders ---------------------------------------------------------------------------------------

-- The life cycle of packages/core/src/orders/life-cycle.ts; a test holds the two together. Conditions
-- of the row itself, because the engine writes orders by ten thousands: no function is called and
-- nothing is queued for a row that is right.

alter table order_events add constraint order_events_in_life_cycle check ((
  case event
    when 'intended' then from_state is null and to_state = 'intended'
    when 'send_begun' then from_state = 'intended' and to_state = 'sending'
    when 'acknowledged' then from_state in ('sending', 'unknown') and to_state = 'open'
    when 'partly_filled' then from_state in ('sending', 'open', 'partially_filled', 'unknown') and to_state = 'partially_filled'
    when 'completed' then from_state in ('sending', 'open', 'partially_filled', 'unknown') and to_state = 'filled'
    when 'cancel_confirmed' then from_state in ('intended', 'sending', 'open', 'partially_filled', 'unknown') and to_state = 'cancelled'
    when 'lapsed' then from_state = 'intended' and to_state = 'expired'
    when 'expiry_received' then from_state in ('sending', 'open', 'partially_filled', 'unknown') and to_state = 'expired'
    when 'rejection_received' then from_state in ('sending', 'open', 'unknown') and to_state = 'rejected'
    when 'answer_lost' then from_state in ('sending', 'open', 'partially_filled') and to_state = 'unknown'
  end) is true);

alter table orders add constraint orders_fill_shows check (
  case state when 'intended' then filled_quantity = 0 when 'sending' then filled_quantity = 0
    when 'partially_filled' then filled_quantity > 0 when 'filled' then filled_quantity > 0 else true end);

grant select on intents to ballast_integrity;
create policy integrity_all on intents for select to ballast_integrity using (true);

create function refuse_order_step() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception 'order % can''t go from % (% filled) to % (% filled)', new.id, old.state, old.filled_quantity, new.state, new.filled_quantity
    using errcode = 'BL017';
end
$$;

-- More than was wanted is filled only where the intent spends a budget, whose quantity is an estimate.
create function require_budget() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  if not exists (
    select from intents i
    where i.tenant_id = new.tenant_id and i.account_id = new.account_id and i.run_id = new.run_id and i.intent_seq = new.intent_seq
      and i.order_id = new.id and i.quote_budget is not null
  ) then
    raise exception 'order % of % has filled %', new.id, new.quantity, new.filled_quantity using errcode = 'BL017';
  end if;
  return null;
end
$$;

-- Owners and triggers --------------------------------------------------------------------------

alter function active_members(uuid, uuid) owner to ballast_integrity;
alter function use_approval(uuid, text, bytea, uuid) owner to ballast_integrity;
alter function require_role_grant() owner to ballast_integrity;
alter function require_budget() owner to ballast_integrity;
grant execute on function role_rank(text) to ballast_integrity, ballast_web;
grant execute on function little_endian(bytea), canonical_bytes(bytea), canonical_text(text), canonical_i64(int8), audit_row_hash(audit_log) to ballast_integrity;

drop trigger require_live_approval on accounts;
create trigger require_live_approval after insert on accounts for each row when (new.mode = 'live') execute function require_live_approval();
create trigger require_live_approval_again after update of mode on accounts
  for each row when (new.mode = 'live' and old.mode <> 'live') execute function require_live_approval();
create trigger require_role_grant after insert or update of role, removed_at_ms on memberships for each row execute function require_role_grant();
create trigger kept_use after insert or update on approvals
  for each row when (new.used_at_ms is not null and current_user <> 'ballast_integrity') execute function refuse_change();
-- An order may pass several states in one commit, so its row may go to whatever can be reached:
-- nowhere from a final state, never back to the intent, to sending from the intent alone. Each step
-- by itself is in order_events.
create trigger order_steps after update of state, filled_quantity on orders for each row when (
  new.state <> old.state and (old.state in ('filled', 'cancelled', 'rejected', 'expired') or new.state = 'intended' or new.state = 'sending' and old.state <> 'intended')
  or new.filled_quantity < old.filled_quantity
  or new.filled_quantity <> old.filled_quantity and old.state in ('filled', 'cancelled', 'rejected', 'expired')
) execute function refuse_order_step();
create trigger order_fill_within after insert or update of filled_quantity on orders
  for each row when (new.filled_quantity > new.quantity) execute function require_budget();

alter table accounts enable always trigger require_live_approval;
alter table accounts enable always trigger require_live_approval_again;
alter table memberships enable always trigger require_role_grant;
alter table approvals enable always trigger kept_use;
alter table orders enable always trigger order_steps;
alter table orders enable always trigger order_fill_within;

revoke create on schema public from ballast_integrity;
