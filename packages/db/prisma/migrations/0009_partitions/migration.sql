-- Partitions by month of at_ms, the run's clock: a backtest of 2021 writes to 2021's.

set local role ballast_owner;

create table partition_months (month_ms int8 primary key);
comment on table partition_months is 'Months (their first millisecond, UTC) that every partitioned table has a partition for.';

create function refuse_partition_write() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception '% is a partition: rows are written through its parent, whose triggers check them', tg_table_name using errcode = 'BL010';
end
$$;

-- One partition. Nobody is granted anything on it, it has row-level security without a policy for
-- the application, and a statement that names it is refused, the owner's too: statement triggers
-- of the parent fire only for statements that name the parent.
create procedure add_partition(of_table name, month timestamp)
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  partition name := format('%s_%s', of_table, to_char(month, 'YYYY_MM'));
  from_ms int8 := extract(epoch from month)::int8 * 1000;
  to_ms int8 := extract(epoch from month + interval '1 month')::int8 * 1000;
begin
  execute format('create table public.%I (like public.%I including defaults including constraints)', partition, of_table);
  execute format('alter table %I enable row level security, force row level security', partition);
  execute format('create policy owner_all on %I to ballast_owner using (true) with check (true)', partition);
  execute format(
    'create trigger not_directly before insert or update or delete or truncate on %I for each statement execute function refuse_partition_write()', partition);
  execute format('alter table %I enable always trigger not_directly', partition);
  execute format('alter table %I attach partition %I for values from (%s) to (%s)', of_table, partition, from_ms, to_ms);
end
$$;
revoke execute on procedure add_partition from public;

-- Makes the partitions of every month that [from_ms, to_ms] touches. Returns how many months were
-- new; 0 costs one index look-up. Call it in a transaction of its own: it holds a lock until commit.
create function ensure_partitions(from_ms int8, to_ms int8) returns int4
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  months_max constant int4 := 600;
  first_month timestamp := date_trunc('month', timestamp 'epoch' + from_ms * interval '1 millisecond');
  last_month timestamp := date_trunc('month', timestamp 'epoch' + to_ms * interval '1 millisecond');
  wanted int4 := (extract(year from last_month) - extract(year from first_month)) * 12 + extract(month from last_month) - extract(month from first_month) + 1;
  made int4 := 0;
  month timestamp;
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
    insert into partition_months values (extract(epoch from month)::int8 * 1000) on conflict do nothing;
    continue when not found;
    foreach of_table in array array['slots', 'receipts', 'intents', 'order_events', 'fills', 'lot_disposals',
      'ledger_transactions', 'postings', 'audit_log']::name[] loop
      call add_partition(of_table, month);
    end loop;
    made := made + 1;
  end loop;
  return made;
end
$$;
grant execute on function ensure_partitions(int8, int8) to ballast_engine;

select ensure_partitions(now_ms() - 31 * 86400000::int8, now_ms() + 62 * 86400000::int8);

-- Fencing: whether a claim still stands, asked in the transaction that is about to send. The lock
-- makes a takeover wait until that transaction has ended.
create function fence_holds(p_tenant_id uuid, p_account_id uuid, p_run_id uuid, p_epoch int8) returns bool
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform from fences f
  where f.tenant_id = p_tenant_id and f.account_id = p_account_id and f.run_id = p_run_id and f.epoch = p_epoch
  for share;
  return found;
end
$$;
grant execute on function fence_holds(uuid, uuid, uuid, int8) to ballast_engine;
