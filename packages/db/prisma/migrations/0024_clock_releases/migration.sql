-- A run's clock released whatever its books had halted, also what takes two persons and also breaks of
-- the data: in a continuous account an integrity break was over after a day without anybody having
-- looked. What a clock may release is now named: a trigger of the market, of which the profile leaves one
-- person to decide. Breaks and what takes two wait for people, on every clock and in every run.

set local role ballast_owner;

grant create on schema public to ballast_integrity;

create function is_feed_or_data_break(code text) returns bool
language sql immutable parallel safe
set search_path = pg_catalog
return coalesce(code in ('HEARTBEAT_GAP', 'RECONNECTS', 'INTEGRITY_BROKEN', 'HEALTH_MISSING'), false);
comment on function is_feed_or_data_break(text) is 'Triggers that say that what is read can not be trusted or is not there; a test holds the list to the core''s.';

grant execute on function is_feed_or_data_break(text) to ballast_integrity, ballast_engine, ballast_web;

-- Of a run over the past nobody is asked, so that there release_persons is 1: its --rearm-after is a term of the simulation.
create function is_released_by_clock(of_kill kill_switches) returns bool
language sql stable
set search_path = pg_catalog, public, pg_temp
return of_kill.code is not null
  and not is_feed_or_data_break(of_kill.code)
  and of_kill.release_persons = 1
  and exists (
    select from runs r
    where r.tenant_id = of_kill.tenant_id and r.id = of_kill.run_id and r.clock = 'replay' and r.options ? 'rearmAfterMs'
  );

create or replace function check_release() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  approval approvals;
begin
  -- What tripped and was released within one stretch of closes arrives as one row that is over: only a clock is that quick.
  if tg_op = 'INSERT' then
    if new.released_by is distinct from 'engine' or not is_released_by_clock(new) then
      raise exception 'halt % is released by hand', new.id using errcode = 'BL014';
    end if;
    return null;
  end if;
  if old.released_ms is not null then
    raise exception 'halt % was released at %', old.id, old.released_ms using errcode = 'BL006';
  end if;
  if new.released_by = 'engine' then
    if not is_released_by_clock(new) then
      raise exception 'halt % is released by hand', new.id using errcode = 'BL014';
    end if;
    return null;
  end if;
  if new.release_persons = 2 then
    approval := use_approval(new.tenant_id, 'kill_release', sha256(convert_to(format('kill_release|%s|%s', new.tenant_id, new.id), 'UTF8')));
    if new.released_by not in (approval.requested_by::text, approval.decided_by::text) then
      raise exception 'halt % is released by who asked for it or who approved it', new.id using errcode = 'BL014';
    end if;
  end if;
  return null;
end
$$;

create trigger check_released_at_once after insert on kill_switches
  for each row when (new.released_ms is not null) execute function check_release();
alter table kill_switches enable always trigger check_released_at_once;

-- A break is in force beside a market trigger of the same reach: the end of the one must not be the end of the other.
drop index kill_switches_once;
create unique index kill_switches_once on kill_switches (tenant_id, run_id, account_id, scope, subject, verb, is_feed_or_data_break(code))
  where account_id is not null and released_ms is null;

-- Limits that take two ----------------------------------------------------------------------------

grant select on account_set_ups to ballast_integrity;
create policy integrity_all on account_set_ups for select to ballast_integrity using (true);

-- How many persons the account's newest set-up asks to let it risk more: 1 where nobody has set it up.
create function approval_persons_of(of_account accounts) returns int2
language sql stable
set search_path = pg_catalog, public, pg_temp
return coalesce((
  select (convert_from(s.body, 'UTF8')::jsonb #>> '{approval,persons}')::int2
  from account_set_ups s where s.tenant_id = of_account.tenant_id and s.account_id = of_account.id
  order by s.version desc limit 1
), 1);

grant execute on function approval_persons_of(accounts) to ballast_integrity, ballast_web;

-- A live account's raise takes two; so does that of a paper account whose file says so, which was told and not held.
create or replace function require_limit_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  before bytea;
  after bytea;
begin
  if new.mode <> 'live' and approval_persons_of(new) < 2 then
    return null;
  end if;
  select p.body into strict before from risk_profile_versions p
  where p.tenant_id = old.tenant_id and p.profile_key = old.profile_key and p.version = old.profile_version;
  select p.body into strict after from risk_profile_versions p
  where p.tenant_id = new.tenant_id and p.profile_key = new.profile_key and p.version = new.profile_version;
  if is_profile_looser(before, after) then
    perform use_approval(new.tenant_id, 'limit_raise',
      sha256(convert_to(format('limit_raise|%s|%s|%s|%s', new.tenant_id, new.id, new.profile_key, new.profile_version), 'UTF8')));
  end if;
  return null;
end
$$;
drop trigger require_limit_approval on accounts;
create trigger require_limit_approval after update of profile_key, profile_version on accounts for each row
  when ((new.profile_key, new.profile_version) is distinct from (old.profile_key, old.profile_version))
  execute function require_limit_approval();
alter table accounts enable always trigger require_limit_approval;

alter function approval_persons_of(accounts) owner to ballast_integrity;
alter function is_released_by_clock(kill_switches) owner to ballast_integrity;

revoke create on schema public from ballast_integrity;
