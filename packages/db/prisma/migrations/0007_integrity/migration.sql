-- The books are right, or the commit fails.
--
-- These functions are SECURITY DEFINER and owned by ballast_integrity, which nobody can log in as.
-- Its policies show it every workspace's rows, and each function filters by its row's own tenant:
-- run with the writer's rights, a writer who switches the workspace before COMMIT would hide the
-- unbalanced posting from its own check.
--
-- They work on whole statements (transition tables), because 10,000 accounts are booked per
-- snapshot. Planner settings are fixed with the functions, so that each new row looks up its book
-- by key: by cost alone, a plan made while the tables were small compares each with each (measured:
-- a millisecond a transaction instead of 30 µs). Where partitions are read, each call plans for the
-- months at hand instead of locking them all.

set local role ballast_owner;

grant create on schema public to ballast_integrity;
grant select, update (receipt_seq, receipt_hash, ledger_seq, ledger_hash) on books to ballast_integrity;
grant select, insert, update (units) on balances to ballast_integrity;
grant select on accounts, runs, ledger_transactions, postings, orders, memberships, approvals to ballast_integrity;
grant select, insert, update (audit_seq, audit_hash) on audit_heads to ballast_integrity;
grant select, insert, delete on ledger_checks to ballast_integrity;
grant usage on sequence ledger_checks_id_seq to ballast_integrity;

-- A new book belongs to an account and a run of its workspace, and starts with empty chains and a
-- zero balance of each asset that it may ever hold. Foreign keys would be checked again by every
-- second update of a row in one transaction, and a cycle moves each book up to three times.
create function open_books() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  genesis constant bytea := decode(repeat('00', 32), 'hex');
begin
  if exists (
    select from new_rows
    where receipt_seq <> 0 or ledger_seq <> 0 or receipt_hash <> genesis or ledger_hash <> genesis
  ) then
    raise exception 'a book opens with empty chains: sequence 0 and 32 zero bytes' using errcode = 'BL005';
  end if;
  if exists (
    select from new_rows b
    where not exists (select from accounts a where a.tenant_id = b.tenant_id and a.id = b.account_id)
      or not exists (select from runs r where r.tenant_id = b.tenant_id and r.id = b.run_id)
  ) then
    raise exception 'a book is of an account and a run of its own workspace' using errcode = 'BL011';
  end if;
  insert into balances (tenant_id, account_id, run_id, asset)
  select distinct b.tenant_id, b.account_id, b.run_id, asset from new_rows b cross join unnest(b.assets) as asset;
  return null;
end
$$;

-- Postings belong to a transaction that still has room for them, name an asset that the book may
-- hold, and move the book's balances. The balance itself refuses to become negative.
create function book_postings() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
  first_ms int8;
  last_ms int8;
  flow_count int8;
  moved_count int8;
  refused record;
begin
  select min(at_ms), max(at_ms) into first_ms, last_ms from new_rows;
  select number, ledger_seq, posting_count into refused
  from (
    select n.number, n.ledger_seq, (
      select t.posting_count from ledger_transactions t
      where t.tenant_id = n.tenant_id and t.account_id = n.account_id and t.run_id = n.run_id
        and t.ledger_seq = n.ledger_seq and t.at_ms = n.at_ms and t.at_ms between first_ms and last_ms
    ) as posting_count
    from (
      select tenant_id, account_id, run_id, ledger_seq, at_ms, max(n) as number from new_rows
      group by tenant_id, account_id, run_id, ledger_seq, at_ms
    ) n
  ) placed
  where posting_count is null or number > posting_count limit 1;
  if found then
    raise exception 'posting % has no place in ledger transaction %', refused.number, refused.ledger_seq using
      errcode = 'BL003',
      detail = case when refused.posting_count is null then 'The book has no such transaction at that time.'
        else format('It is complete with %s postings; nothing is appended to it later.', refused.posting_count) end;
  end if;

  with flows as materialized (
    select tenant_id, account_id, run_id, asset, coalesce(sum(units) filter (where ledger_account = 'account'), 0) as units
    from new_rows group by tenant_id, account_id, run_id, asset
  ), moved as (
    update balances b set units = b.units + f.units
    from flows f
    where b.tenant_id = f.tenant_id and b.account_id = f.account_id and b.run_id = f.run_id and b.asset = f.asset
    returning 1
  )
  select (select count(*) from flows), (select count(*) from moved) into flow_count, moved_count;
  if flow_count <> moved_count then
    select n.asset, n.account_id into refused from new_rows n
    where not exists (
      select from balances b where b.tenant_id = n.tenant_id and b.account_id = n.account_id and b.run_id = n.run_id and b.asset = n.asset
    ) limit 1;
    raise exception 'account % does not trade %: a posting in it is refused', refused.account_id, refused.asset using errcode = 'BL004';
  end if;
  return null;
end
$$;

-- At commit: each ledger transaction of this database transaction has all its postings, and they
-- sum to zero per asset.
create function check_ledger() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
  first_ms int8;
  last_ms int8;
  wrong record;
begin
  select min(at), max(at) into first_ms, last_ms from unnest(new.at_ms) as at;
  with due as materialized (
    select * from unnest(new.tenant_ids, new.account_ids, new.run_ids, new.ledger_seqs, new.at_ms, new.posting_counts)
      as d (tenant_id, account_id, run_id, ledger_seq, at_ms, posting_count)
  ), sums as materialized (
    select d.*, p.asset, coalesce(p.units, 0) as units, coalesce(p.postings, 0) as postings
    from due d left join lateral (
      select asset, sum(units) as units, count(*) as postings
      from postings
      where tenant_id = d.tenant_id and account_id = d.account_id and run_id = d.run_id
        and ledger_seq = d.ledger_seq and at_ms = d.at_ms and at_ms between first_ms and last_ms
      group by asset
    ) p on true
  )
  select s.account_id, s.ledger_seq, s.posting_count, sum(s.postings) as postings,
    string_agg(s.asset || ' ' || s.units, ', ' order by s.asset) filter (where s.units <> 0) as open
  into wrong
  from sums s
  group by s.tenant_id, s.account_id, s.run_id, s.ledger_seq, s.posting_count
  having sum(s.postings) <> s.posting_count or bool_or(s.units <> 0)
  limit 1;
  if found and wrong.postings <> wrong.posting_count then
    raise exception 'ledger transaction % of account % has % of its % postings', wrong.ledger_seq, wrong.account_id, wrong.postings, wrong.posting_count
      using errcode = 'BL002';
  elsif found then
    raise exception 'ledger transaction % of account % does not balance: %', wrong.ledger_seq, wrong.account_id, wrong.open using errcode = 'BL001';
  end if;
  delete from ledger_checks where id = new.id;
  return null;
end
$$;

-- Foreign keys to a book or an order, checked per statement: a row-level key costs more than all
-- the other laws together, at six rows an entry.
create function require_book() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  orphan record;
begin
  select n.account_id, n.run_id into orphan
  from new_rows n left join books b on b.tenant_id = n.tenant_id and b.account_id = n.account_id and b.run_id = n.run_id
  where b.run_id is null limit 1;
  if found then
    raise exception '%: account % has no book in run %', tg_table_name, orphan.account_id, orphan.run_id using errcode = 'BL011';
  end if;
  return null;
end
$$;

create function require_order() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  orphan record;
begin
  select n.account_id, n.order_id into orphan
  from new_rows n left join orders o on o.tenant_id = n.tenant_id and o.account_id = n.account_id and o.run_id = n.run_id and o.id = n.order_id
  where o.id is null limit 1;
  if found then
    raise exception '%: account % has no order %', tg_table_name, orphan.account_id, orphan.order_id using errcode = 'BL011';
  end if;
  return null;
end
$$;

-- Four eyes, or 24 hours of cooling off in a workspace of one. By the server's clock: the times in
-- the row were written by whoever asks.
create function check_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  cooling_off_ms constant int8 := 24 * 3600 * 1000;
  members int8;
begin
  if tg_op = 'UPDATE' and (old.decision is not null
    or (new.tenant_id, new.id, new.kind, new.subject, new.change_hash, new.requested_by, new.requested_at_ms, new.expires_at_ms, new.reason)
      is distinct from (old.tenant_id, old.id, old.kind, old.subject, old.change_hash, old.requested_by, old.requested_at_ms, old.expires_at_ms, old.reason)) then
    raise exception 'approval % is bound as it was asked and decided once', old.id using errcode = 'BL006';
  end if;
  if new.decision is distinct from 'approved' then
    return new;
  end if;
  if new.expires_at_ms <= now_ms() then
    raise exception 'approval % has expired', new.id using errcode = 'BL014';
  end if;
  if new.kind = 'cooling_off' then
    select count(*) into members from memberships m where m.tenant_id = new.tenant_id and m.removed_at_ms is null;
    if members <> 1 then
      raise exception 'cooling off is for a workspace of one: this one has % active members', members using errcode = 'BL014';
    end if;
    if least(new.decided_at_ms, now_ms()) < new.requested_at_ms + cooling_off_ms then
      raise exception 'cooling off lasts 24 hours from the request' using errcode = 'BL014';
    end if;
  end if;
  return new;
end
$$;

-- A live account needs an approval of exactly that: hash of live_mode|<tenant>|<account>.
create function require_live_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  if not exists (
    select from approvals a
    where a.tenant_id = new.tenant_id and a.kind in ('live_mode', 'cooling_off') and a.subject = new.id::text
      and a.change_hash = sha256(convert_to(format('live_mode|%s|%s', new.tenant_id, new.id), 'UTF8'))
      and a.decision = 'approved' and a.expires_at_ms > now_ms()
  ) then
    raise exception 'account % may not trade live: no approval of it is in force', new.id using errcode = 'BL014';
  end if;
  return new;
end
$$;

alter function open_books() owner to ballast_integrity;
alter function book_postings() owner to ballast_integrity;
alter function check_ledger() owner to ballast_integrity;
alter function require_book() owner to ballast_integrity;
alter function require_order() owner to ballast_integrity;
alter function check_approval() owner to ballast_integrity;
alter function require_live_approval() owner to ballast_integrity;

create trigger open_books after insert on books referencing new table as new_rows for each statement execute function open_books();
create trigger book_postings after insert on postings referencing new table as new_rows for each statement execute function book_postings();
create constraint trigger check_ledger after insert on ledger_checks deferrable initially deferred for each row execute function check_ledger();
create trigger require_book after insert on slots referencing new table as new_rows for each statement execute function require_book();
create trigger require_book after insert on account_states referencing new table as new_rows for each statement execute function require_book();
create trigger require_book after insert on intents referencing new table as new_rows for each statement execute function require_book();
create trigger require_order after insert on order_events referencing new table as new_rows for each statement execute function require_order();
create trigger require_order after insert on fills referencing new table as new_rows for each statement execute function require_order();
create trigger require_book after insert on orders referencing new table as new_rows for each statement execute function require_book();
create trigger require_book after insert on lot_disposals referencing new table as new_rows for each statement execute function require_book();
create trigger check_approval before insert or update on approvals for each row execute function check_approval();
create trigger require_live_approval before insert or update of mode on accounts
  for each row when (new.mode = 'live') execute function require_live_approval();

-- What the checks keep is changed by the checks alone, not even by the owner. AFTER, because a BEFORE
-- trigger locks each row first, also where its condition lets the row pass.
create trigger kept_heads after update of tenant_id, account_id, run_id, receipt_seq, receipt_hash, ledger_seq, ledger_hash, assets on books
  for each row when (current_user <> 'ballast_integrity') execute function refuse_change();
create trigger kept_rows before delete on books for each row execute function refuse_change();
create trigger kept_truncate before truncate on books for each statement execute function refuse_change();
create trigger kept_balances after insert or update or delete on balances
  for each row when (current_user <> 'ballast_integrity') execute function refuse_change();
create trigger kept_truncate before truncate on balances for each statement execute function refuse_change();
create trigger kept_checks after insert or update or delete on ledger_checks
  for each row when (current_user <> 'ballast_integrity') execute function refuse_change();
create trigger kept_truncate before truncate on ledger_checks for each statement execute function refuse_change();

-- A request that is dated back would have cooled off already.
create policy web_asks_now on approvals as restrictive for insert to ballast_web
  with check (kind <> 'cooling_off' or requested_at_ms >= now_ms() - 60000);
