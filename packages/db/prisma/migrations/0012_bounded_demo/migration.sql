-- What a market that outruns the calendar may cost. The demo's passes a month in twelve minutes: nine
-- tables each time make a thousand a day, and at ten thousand a page takes seconds.

set local role ballast_owner;

drop procedure add_partition(name, timestamp);

-- One partition, of a month or of a year. Nobody is granted anything on it, it has row-level security
-- without a policy for the application, and a statement that names it is refused, the owner's too:
-- statement triggers of the parent fire only for statements that name the parent.
create procedure add_partition(of_table name, period text, begins timestamp, ends timestamp)
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  partition name := format('%s_%s', of_table, period);
begin
  execute format('create table public.%I (like public.%I including defaults including constraints)', partition, of_table);
  execute format('alter table %I enable row level security, force row level security', partition);
  execute format('create policy owner_all on %I to ballast_owner using (true) with check (true)', partition);
  execute format(
    'create trigger not_directly before insert or update or delete or truncate on %I for each statement execute function refuse_partition_write()', partition);
  execute format('alter table %I enable always trigger not_directly', partition);
  execute format('alter table %I attach partition %I for values from (%s) to (%s)', of_table, partition,
    extract(epoch from begins)::int8 * 1000, extract(epoch from ends)::int8 * 1000);
end
$$;
revoke execute on procedure add_partition from public;

-- Makes the partitions of every month that [from_ms, to_ms] touches. Returns how many months were
-- new; 0 costs one index look-up. Call it in a transaction of its own: it holds a lock until commit.
-- Where only a replay clock goes, beyond the end of next year, a year has one partition for all its
-- months; one that has months already is completed by months.
create or replace function ensure_partitions(from_ms int8, to_ms int8) returns int4
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  months_max constant int4 := 600;
  last_year_by_months constant int4 := extract(year from now() at time zone 'UTC') + 1;
  first_month timestamp := date_trunc('month', timestamp 'epoch' + from_ms * interval '1 millisecond');
  last_month timestamp := date_trunc('month', timestamp 'epoch' + to_ms * interval '1 millisecond');
  wanted int4 := (extract(year from last_month) - extract(year from first_month)) * 12 + extract(month from last_month) - extract(month from first_month) + 1;
  made int4 := 0;
  month timestamp;
  begins timestamp;
  ends timestamp;
  new_months int4;
  of_table name;
begin
  if wanted < 1 or wanted > months_max then
    raise exception 'partitions for % months from % to % are refused: 1 to % are allowed at once', wanted, from_ms, to_ms, months_max using errcode = 'BL015';
  end if;
  if (select count(*) from partition_months
      where month_ms between extract(epoch from first_month)::int8 * 1000 and extract(epoch from last_month)::int8 * 1000) = wanted then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('ballast.ensure_partitions', 0));
  for month in select generate_series(first_month, last_month, interval '1 month') loop
    continue when exists (select from partition_months where month_ms = extract(epoch from month)::int8 * 1000);
    begins := date_trunc('year', month);
    ends := begins + interval '1 year';
    if extract(year from month) <= last_year_by_months or exists (
      select from partition_months
      where month_ms >= extract(epoch from begins)::int8 * 1000 and month_ms < extract(epoch from ends)::int8 * 1000
    ) then
      begins := month;
      ends := month + interval '1 month';
    end if;
    insert into partition_months
    select extract(epoch from covered)::int8 * 1000 from generate_series(begins, ends - interval '1 month', interval '1 month') as covered;
    get diagnostics new_months = row_count;
    foreach of_table in array array['slots', 'receipts', 'intents', 'order_events', 'fills', 'lot_disposals',
      'ledger_transactions', 'postings', 'audit_log']::name[] loop
      call add_partition(of_table, to_char(begins, case new_months when 12 then 'YYYY' else 'YYYY_MM' end), begins, ends);
    end loop;
    made := made + new_months;
  end loop;
  return made;
end
$$;

-- A market's rate is part of the runs that follow it, and of their exports. How fast a synthetic one
-- is driven at the moment is a fact of the machine, as a slow disk would be, and stands beside it.
alter table markets add column pace int4 check (pace > 0);
comment on column markets.pace is 'Market milliseconds per wall millisecond at which the engine drives a replay clock now, where that is not its rate.';
grant update (pace) on markets to ballast_engine;
