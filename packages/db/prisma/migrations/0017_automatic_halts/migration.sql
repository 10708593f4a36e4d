-- Halts that a book sets by itself, the persons that a release takes, and drills of the kill switch.

set local role ballast_owner;

grant create on schema public to ballast_integrity;

-- Halts of one book ----------------------------------------------------------------------------

alter table kill_switches
  add column account_id uuid,
  add column code text check (code <> ''),
  add column facts jsonb,
  add column release_persons int2 not null default 1 check (release_persons in (1, 2)),
  add foreign key (tenant_id, account_id) references accounts,
  add constraint kill_switches_of_a_book check (account_id is null or run_id is not null);
comment on column kill_switches.account_id is
  'With run_id the only book that it halts: set by the engine because that book''s own profile says so. Null: whatever its scope says.';
comment on column kill_switches.code is 'Why the engine set it, as its receipts and pages name it. Null: a person''s.';
comment on column kill_switches.release_persons is 'How many persons its release takes: as the profile said when it was set. Written by the checks alone.';

-- What is in force already is not set again, however often it is asked for.
create unique index kill_switches_once on kill_switches (tenant_id, run_id, account_id, scope, subject, verb)
  where account_id is not null and released_ms is null;
drop index kill_switches_of_runs;
create index kill_switches_of_runs on kill_switches (tenant_id, run_id, account_id) where run_id is not null and released_ms is null;
-- A workspace's own halts are few; those of its books may be ten thousand.
drop index kill_switches_in_force;
create index kill_switches_in_force on kill_switches (tenant_id) where run_id is null and released_ms is null;

-- Release --------------------------------------------------------------------------------------

grant select on risk_profile_versions to ballast_integrity;
create policy integrity_all on risk_profile_versions for select to ballast_integrity using (true);

-- The last byte of a profile's canonical bytes since their version 2; a test holds this to the codec.
create function release_persons_of(profile bytea) returns int2
language sql immutable parallel safe
set search_path = pg_catalog
return case when octet_length(profile) > 20 and get_byte(profile, 16) >= 2 and get_byte(profile, octet_length(profile) - 1) = 2 then 2 else 1 end;

-- The most careful profile that a halt reaches. Of a run over the past nobody is asked.
create function persons_to_release(of_kill kill_switches) returns int2
language sql stable
set search_path = pg_catalog, public, pg_temp
return case
  when of_kill.run_id is not null and exists (select from runs r where r.tenant_id = of_kill.tenant_id and r.id = of_kill.run_id and r.kind <> 'live') then 1
  else coalesce((
    select max(release_persons_of(p.body))
    from accounts a
    join risk_profile_versions p on p.tenant_id = a.tenant_id and p.profile_key = a.profile_key and p.version = a.profile_version
    where a.tenant_id = of_kill.tenant_id
      and (of_kill.account_id is null or a.id = of_kill.account_id)
      and (of_kill.scope <> 'account' or a.id::text = of_kill.subject)
  ), 1)
end;

create function stamp_halt() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  new.release_persons := persons_to_release(new);
  return new;
end
$$;

-- A release is a person's, or two's where the profile said so when the halt was set: then it needs an approval of exactly that, hash of kill_release|<tenant>|<halt>, by whoever releases
-- or asked. The engine releases only on the clock of a run that was told to, because nobody watches it.
create function check_release() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  approval approvals;
begin
  if old.released_ms is not null then
    raise exception 'halt % was released at %', old.id, old.released_ms using errcode = 'BL006';
  end if;
  if new.released_by = 'engine' then
    if not exists (select from runs r where r.tenant_id = new.tenant_id and r.id = new.run_id and r.options ? 'rearmAfterMs') then
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

-- Drills ---------------------------------------------------------------------------------------

create table halt_drills (
  tenant_id uuid references tenants,
  id uuid,
  scope text not null check (scope in ('workspace', 'account', 'instrument')),
  subject text not null,
  verb text not null check (verb in ('block_entries', 'reduce_only', 'cancel', 'flatten')),
  asked_ms int8 not null,
  asked_by text not null check (asked_by <> ''),
  reason text not null check (reason <> ''),
  begun_ms int8,
  finished_ms int8 check (finished_ms >= begun_ms),
  outcome text check (outcome in ('passed', 'failed')),
  primary key (tenant_id, id),
  check ((finished_ms is null) = (outcome is null)),
  check (begun_ms is not null or finished_ms is null)
);
comment on table halt_drills is
  'A halt that is exercised and not meant: decided in every book that it would reach, committed nowhere. A table of its own, so that nothing can take it for one in force.';
create index halt_drills_due on halt_drills (asked_ms) where finished_ms is null;

create table halt_drill_books (
  tenant_id uuid,
  drill_id uuid,
  account_id uuid,
  run_id uuid,
  outcome text not null check (outcome in ('acts', 'nothing_to_do', 'failed')),
  cancels int4 not null check (cancels >= 0),
  sales int4 not null check (sales >= 0),
  blocks_entries bool not null,
  reason_codes text[] not null,
  failure text,
  duration_ms int8 not null check (duration_ms >= 0),
  primary key (tenant_id, drill_id, account_id, run_id),
  foreign key (tenant_id, drill_id) references halt_drills,
  foreign key (tenant_id, account_id, run_id) references books,
  check ((outcome = 'failed') = (failure is not null))
);
comment on table halt_drill_books is 'What a drill''s halt would have done in each book, and how long the book took.';
call forbid_changes('halt_drill_books');
call isolate_tenants('halt_drills', engine => true, integrity => false);
call isolate_tenants('halt_drill_books', engine => true, integrity => false);
grant select, insert on halt_drills, halt_drill_books to ballast_engine;
grant update (begun_ms, finished_ms, outcome) on halt_drills to ballast_engine;
grant select on halt_drills, halt_drill_books to ballast_web;
grant insert (tenant_id, id, scope, subject, verb, asked_ms, asked_by, reason) on halt_drills to ballast_web;

-- Owners and triggers --------------------------------------------------------------------------

alter function release_persons_of(bytea) owner to ballast_integrity;
alter function persons_to_release(kill_switches) owner to ballast_integrity;
alter function stamp_halt() owner to ballast_integrity;
alter function check_release() owner to ballast_integrity;

create trigger stamp_halt before insert on kill_switches for each row execute function stamp_halt();
create trigger check_release after update of released_ms, released_by, release_reason on kill_switches
  for each row execute function check_release();
alter table kill_switches enable always trigger stamp_halt;
alter table kill_switches enable always trigger check_release;

revoke create on schema public from ballast_integrity;
