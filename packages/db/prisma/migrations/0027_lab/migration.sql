-- The lab: what researchers ask of history, what came of it, and how often each dataset was asked.
--
-- SQLSTATEs of these laws: BL030 a period reaches into a closed holdout, BL031 a trial is not counted
-- or counted with a gap, BL032 a study takes a step that its life has not, BL033 a holdout is not unseen.

set local role ballast_owner;

create table studies (
  tenant_id uuid references tenants,
  id uuid,
  kind text not null check (kind in ('backtest', 'sweep', 'walk-forward')),
  title text not null check (char_length(title) <= 120),
  spec jsonb not null,
  spec_hash digest not null,
  dataset_hash digest not null,
  bars_hash digest not null,
  from_ms int8 not null,
  to_ms int8 not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  points_total int4 not null check (points_total between 1 and 1000000),
  points_done int4 not null default 0 check (points_done between 0 and points_total),
  requested_by text not null check (requested_by <> ''),
  requested_at_ms int8 not null,
  started_at_ms int8,
  finished_at_ms int8,
  failure_code text,
  failure text,
  result jsonb,
  claimed_by text,
  claimed_until_ms int8,
  primary key (tenant_id, id),
  constraint studies_period check (to_ms > from_ms),
  constraint studies_finished_whole check ((state in ('done', 'failed', 'cancelled')) = (finished_at_ms is not null)),
  constraint studies_done_whole check ((state = 'done') = (result is not null)),
  constraint studies_failed_whole check ((state = 'failed') = (failure_code is not null) and (failure_code is null) = (failure is null)),
  constraint studies_claimed_whole check ((claimed_by is null) = (claimed_until_ms is null))
);
comment on table studies is
  'A piece of work of a researcher: one backtest, a sweep over a grid, or a walk-forward. Its terms never change; the engine carries it out.';
comment on column studies.dataset_hash is
  'What its trials are counted under: the series, whatever period of it and however long it has grown, for a choice made on one stretch is no news to the next.';
comment on column studies.bars_hash is 'Of the exact bars: a study whose bars were repaired while it ran fails, so that its points never mix two histories.';
comment on column studies.to_ms is 'The period is half-open, by open times of bars.';
create index studies_waiting on studies (requested_at_ms) where state in ('queued', 'running');
create index studies_newest on studies (tenant_id, requested_at_ms desc);
create index studies_of_dataset on studies (tenant_id, dataset_hash, to_ms);

create function is_study_step(from_state text, to_state text) returns bool
language sql immutable parallel safe
set search_path = pg_catalog
return case from_state
  when 'queued' then to_state in ('running', 'failed', 'cancelled')
  when 'running' then to_state in ('done', 'failed', 'cancelled')
  else false
end;
comment on function is_study_step(text, text) is 'The life of a study; a test holds it to the table in the code.';
grant execute on function is_study_step(text, text) to ballast_engine, ballast_web;

create table study_cancellations (
  tenant_id uuid,
  study_id uuid,
  cancelled_by text not null check (cancelled_by <> ''),
  cancelled_at_ms int8 not null,
  reason text not null check (char_length(reason) <= 500),
  primary key (tenant_id, study_id),
  foreign key (tenant_id, study_id) references studies
);
comment on table study_cancellations is 'That a person wants a study to stop. From this row on none of its points is stored; the engine ends it.';

create table study_chunks (
  tenant_id uuid,
  study_id uuid,
  chunk int4 check (chunk >= 0),
  first_point int4 not null check (first_point >= 0),
  points int4 not null check (points > 0),
  epoch int4 not null default 0,
  claimed_by text,
  claimed_until_ms int8,
  done_at_ms int8,
  primary key (tenant_id, study_id, chunk),
  foreign key (tenant_id, study_id) references studies,
  constraint study_chunks_claimed_whole check ((claimed_by is null) = (claimed_until_ms is null))
);
comment on table study_chunks is
  'The work of a study in pieces that workers claim. A piece is done in the transaction that stores its points, so that nothing is computed twice for good.';
create index study_chunks_waiting on study_chunks (tenant_id, study_id) where done_at_ms is null;

create table study_points (
  tenant_id uuid,
  study_id uuid,
  fold int4 check (fold >= 0),
  is_out_of_sample bool,
  point int4 check (point >= 0),
  parameters jsonb not null,
  metrics jsonb not null,
  returns bytea not null check (octet_length(returns) <= 65536 and octet_length(returns) % 8 = 0),
  primary key (tenant_id, study_id, fold, is_out_of_sample, point),
  foreign key (tenant_id, study_id) references studies
);
comment on table study_points is
  'What one parameter set came to: of a sweep in fold 0, of a walk-forward within each training stretch and, of those chosen, on the stretch after it.';
comment on column study_points.returns is 'Returns of equal stretches of the period, doubles little-endian: what the probability of overfitting is counted from.';

create table trials (
  tenant_id uuid references tenants,
  dataset_hash digest,
  number int8 check (number > 0),
  origin digest not null,
  source text not null check (source in ('file', 'stored')),
  study_id uuid,
  run_by text not null check (run_by <> ''),
  run_at_ms int8 not null,
  recorded_at_ms int8 not null,
  spec_hash digest not null,
  sharpe_per_bar float8 check (sharpe_per_bar > '-Infinity' and sharpe_per_bar < 'Infinity'),
  observations int4 not null check (observations >= 0),
  skew float8 check (skew > '-Infinity' and skew < 'Infinity'),
  kurtosis float8 check (kurtosis >= 0 and kurtosis < 'Infinity'),
  primary key (tenant_id, dataset_hash, number),
  constraint trials_once unique (tenant_id, origin),
  constraint trials_stored_whole check (source = 'stored' or study_id is null),
  foreign key (tenant_id, study_id) references studies
);
comment on table trials is
  'Every run by anyone on a dataset, numbered without a gap: what the best of them is worth depends on how many there were.';
comment on column trials.origin is 'What makes it one trial and not two: of a stored one its study and point, of one on a file its line and which of equal lines it is.';
comment on column trials.kurtosis is 'Not in excess: 3 for a normal distribution.';
create index trials_of_study on trials (tenant_id, study_id) where study_id is not null;

create table holdouts (
  tenant_id uuid references tenants,
  id uuid,
  dataset_hash digest not null,
  dataset jsonb not null,
  from_ms int8 not null,
  declared_by text not null check (declared_by <> ''),
  declared_at_ms int8 not null,
  reason text not null check (reason <> '' and char_length(reason) <= 500),
  primary key (tenant_id, id),
  constraint holdouts_once unique (tenant_id, dataset_hash, from_ms)
);
comment on table holdouts is 'The last stretch of a dataset, from a moment on, that a workspace keeps unseen. It is closed until its one opening.';

create table holdout_openings (
  tenant_id uuid,
  holdout_id uuid,
  opened_by text not null check (opened_by <> ''),
  opened_at_ms int8 not null,
  reason text not null check (reason <> '' and char_length(reason) <= 500),
  primary key (tenant_id, holdout_id),
  foreign key (tenant_id, holdout_id) references holdouts
);
comment on table holdout_openings is 'Who opened a holdout, when and why: once, for what was seen can not be unseen.';

-- A study's life -------------------------------------------------------------------------------

create function refuse_study_step() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
  raise exception 'a study does not go from % to %', coalesce(to_jsonb(old) ->> 'state', 'nothing'), new.state using errcode = 'BL032';
end
$$;

create trigger begins_queued before insert on studies
  for each row when (new.state <> 'queued' or new.points_done <> 0) execute function refuse_study_step();
create trigger ended after update on studies
  for each row when (old.state in ('done', 'failed', 'cancelled')) execute function refuse_going_on();
create trigger steps after update of state on studies
  for each row when (old.state not in ('done', 'failed', 'cancelled') and new.state <> old.state and not is_study_step(old.state, new.state))
  execute function refuse_study_step();
create trigger forward_only after update of points_done on studies
  for each row when (new.points_done < old.points_done) execute function refuse_going_back('points_done');
create trigger ended after update on study_chunks
  for each row when (old.done_at_ms is not null) execute function refuse_going_on();
create trigger forward_only after update of epoch, claimed_by on study_chunks
  for each row when (new.epoch < old.epoch or new.epoch = old.epoch and new.claimed_by <> old.claimed_by) execute function refuse_going_back('epoch');

-- Nothing is stored of a study that does not run: what has ended was judged by the points it had.
create function require_running_study() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  ended uuid;
begin
  select n.study_id into ended from (select distinct tenant_id, study_id from new_rows) n
  join studies s on s.tenant_id = n.tenant_id and s.id = n.study_id
  where s.state <> 'running' or exists (
    select from study_cancellations c where c.tenant_id = n.tenant_id and c.study_id = n.study_id
  )
  limit 1;
  if found then
    raise exception 'study % does not run', ended using errcode = 'BL021';
  end if;
  return null;
end
$$;
create trigger of_running_study after insert on study_points referencing new table as new_rows
  for each statement execute function require_running_study();

-- The ledger of trials -------------------------------------------------------------------------

create function number_trials() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  gap record;
begin
  select b.* into gap from (
    select tenant_id, dataset_hash, min(number) as low, max(number) as high, count(*) as many from new_rows group by tenant_id, dataset_hash
  ) b
  where b.high - b.low + 1 <> b.many
    or b.low > 1 and not exists (
      select from trials t where t.tenant_id = b.tenant_id and t.dataset_hash = b.dataset_hash and t.number = b.low - 1
    )
  limit 1;
  if found then
    raise exception 'trials % to % of a dataset do not follow those before', gap.low, gap.high using errcode = 'BL031';
  end if;
  return null;
end
$$;
create trigger numbered after insert on trials referencing new table as new_rows for each statement execute function number_trials();

-- A study is not done before each of its points stands in the ledger.
create function require_trials() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  points int8 := (select count(*) from study_points p where p.tenant_id = new.tenant_id and p.study_id = new.id);
  counted int8 := (select count(*) from trials t where t.tenant_id = new.tenant_id and t.study_id = new.id);
begin
  if points <> counted or new.points_done <> new.points_total or counted < new.points_total then
    raise exception 'study % has % points of %, % of them in the ledger of trials', new.id, points, new.points_total, counted
      using errcode = 'BL031';
  end if;
  return null;
end
$$;
create trigger counted after update of state on studies
  for each row when (new.state = 'done' and old.state = 'running') execute function require_trials();

-- Holdouts -------------------------------------------------------------------------------------

-- Declaring a holdout and asking for a study wait for each other, or each could miss the other's row.
create function lock_dataset(of_tenant uuid, of_dataset bytea) returns void
language sql volatile
set search_path = pg_catalog
begin atomic
  select pg_advisory_xact_lock(hashtextextended(format('ballast.holdout %s %s', of_tenant, encode(of_dataset, 'hex')), 0));
end;
grant execute on function lock_dataset(uuid, bytea) to ballast_engine;

create function refuse_closed_holdout() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  closed holdouts;
begin
  perform lock_dataset(new.tenant_id, new.dataset_hash);
  select h.* into closed from holdouts h
  where h.tenant_id = new.tenant_id and h.dataset_hash = new.dataset_hash and h.from_ms < new.to_ms
    and not exists (select from holdout_openings o where o.tenant_id = h.tenant_id and o.holdout_id = h.id)
  order by h.from_ms limit 1;
  if found then
    raise exception 'the period reaches into holdout %, closed from % on', closed.id, closed.from_ms using errcode = 'BL030';
  end if;
  return null;
end
$$;
create trigger outside_holdouts after insert on studies for each row execute function refuse_closed_holdout();

create function refuse_seen_holdout() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  seen uuid;
begin
  perform lock_dataset(new.tenant_id, new.dataset_hash);
  select s.id into seen from studies s
  where s.tenant_id = new.tenant_id and s.dataset_hash = new.dataset_hash and s.to_ms > new.from_ms
    and (s.points_done > 0 or s.state in ('queued', 'running'))
  limit 1;
  if found then
    raise exception 'study % looks at bars from % on', seen, new.from_ms using errcode = 'BL033';
  end if;
  return null;
end
$$;
create trigger unseen after insert on holdouts for each row execute function refuse_seen_holdout();

-- Who may what ---------------------------------------------------------------------------------

do $$
declare
  each record;
begin
  for each in
    select * from (values
      ('studies', 'begins_queued'), ('studies', 'ended'), ('studies', 'steps'), ('studies', 'forward_only'), ('studies', 'counted'),
      ('studies', 'outside_holdouts'), ('study_chunks', 'ended'), ('study_chunks', 'forward_only'), ('study_points', 'of_running_study'),
      ('trials', 'numbered'), ('holdouts', 'unseen')
    ) as t(of_table, name)
  loop
    execute format('alter table %I enable always trigger %I', each.of_table, each.name);
  end loop;
end
$$;

call forbid_changes('study_cancellations');
call forbid_changes('study_points');
call forbid_changes('trials');
call forbid_changes('holdouts');
call forbid_changes('holdout_openings');

call isolate_tenants('studies', engine => true, integrity => false);
call isolate_tenants('study_cancellations', engine => true, integrity => false);
call isolate_tenants('study_chunks', engine => true, integrity => false);
call isolate_tenants('study_points', engine => true, integrity => false);
call isolate_tenants('trials', engine => true, integrity => false);
call isolate_tenants('holdouts', engine => true, integrity => false);
call isolate_tenants('holdout_openings', engine => true, integrity => false);

-- The web asks by a command and may stop what runs; all else the engine writes.
grant select on studies, study_cancellations, study_points, trials, holdouts, holdout_openings to ballast_web;
grant insert on study_cancellations to ballast_web;
grant select, insert on studies, study_cancellations, study_chunks, study_points, trials, holdouts, holdout_openings to ballast_engine;
grant update (state, points_done, started_at_ms, finished_at_ms, failure_code, failure, result, claimed_by, claimed_until_ms) on studies to ballast_engine;
grant update (epoch, claimed_by, claimed_until_ms, done_at_ms) on study_chunks to ballast_engine;
