-- What the engine's own role could still undo: bars, clocks, fences, orders that nothing led to, content
-- under a foreign hash, and what had ended. The engine is trusted to decide, not to rewrite what it decided.

set local role ballast_owner;

grant create on schema public to ballast_integrity;

-- Bars -----------------------------------------------------------------------------------------

-- The tail is the truth of its months until a chunk holds them. By time and count: what the chunk's
-- bytes say is compared by whoever opens it, with their hash.
create function keep_unsealed_bars() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  month_ms_max constant int8 := 31 * 86400000::int8;
  lost record;
begin
  with held as (
    select o.series_id, o.ts_ms, c.month_ms, c.revision, c.rows
    from old_rows o
    left join lateral (
      select c.month_ms, c.revision, c.rows from bar_chunks c
      where c.series_id = o.series_id and c.month_ms <= o.ts_ms and c.month_ms > o.ts_ms - month_ms_max
        and c.revision >= o.revision and o.ts_ms between c.first_ms and c.last_ms
      order by c.revision desc limit 1
    ) c on true
  )
  select series_id, min(ts_ms) as ts_ms into lost
  from held group by series_id, month_ms, revision, rows having rows is null or count(distinct ts_ms) > rows limit 1;
  if found then
    raise exception 'the bar of series % at % is in no chunk: it stays in the tail', lost.series_id, lost.ts_ms using
      errcode = 'BL018', hint = 'Seal the month first.';
  end if;
  return null;
end
$$;
create trigger keep_unsealed_bars after delete on bar_tail referencing old table as old_rows for each statement execute function keep_unsealed_bars();
create trigger keep_unsealed_bars_truncate before truncate on bar_tail for each statement execute function refuse_change();

-- A snapshot follows the one before it of its lineage, by hash, and nothing is put between two.
create function link_snapshots() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  broken record;
begin
  select n.lineage_id, n.close_ms into broken
  from new_rows n
  left join lateral (
    select s.hash from snapshots s where s.lineage_id = n.lineage_id and s.close_ms < n.close_ms order by s.close_ms desc limit 1
  ) before on true
  left join lateral (
    select s.previous_hash from snapshots s where s.lineage_id = n.lineage_id and s.close_ms > n.close_ms order by s.close_ms limit 1
  ) after on true
  where n.previous_hash <> coalesce(before.hash, decode(repeat('00', 32), 'hex')) or after.previous_hash <> n.hash
  limit 1;
  if found then
    raise exception 'snapshot % does not continue the chain of lineage %', broken.close_ms, broken.lineage_id using errcode = 'BL005';
  end if;
  return null;
end
$$;
create trigger link_snapshots after insert on snapshots referencing new table as new_rows for each statement execute function link_snapshots();

-- What only goes forward -----------------------------------------------------------------------

create function refuse_going_back() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception '% only goes forward: % may not become %', tg_table_name || '.' || tg_argv[0],
    coalesce(to_jsonb(old) ->> tg_argv[0], 'nothing'), to_jsonb(new) ->> tg_argv[0] using errcode = 'BL019';
end
$$;

-- Every slot up to a horizon was due: who moved it back would decide them again, or on other bars.
create trigger forward_only after update of horizon_ms on tracks
  for each row when (new.horizon_ms < old.horizon_ms) execute function refuse_going_back('horizon_ms');
-- Another holder takes another epoch, and an epoch that was lost stays lost (law 2).
create trigger forward_only after update of epoch, holder on fences
  for each row when (new.epoch < old.epoch or new.epoch = old.epoch and new.holder <> old.holder) execute function refuse_going_back('epoch');
-- A book that is through is never due again, and no slot is due twice.
create trigger forward_only after update of next_slot_ms on books
  for each row when (new.next_slot_ms < old.next_slot_ms or old.next_slot_ms is null and new.next_slot_ms is not null) execute function refuse_going_back('next_slot_ms');
create trigger forward_only after update on instruments
  for each row when (new is distinct from old and new.revision <= old.revision) execute function refuse_going_back('revision');

-- What has ended -------------------------------------------------------------------------------

create function refuse_going_on() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception 'what has ended in % stays as it ended', tg_table_name using errcode = 'BL021';
end
$$;

create trigger ended after update on commands
  for each row when (old.state in ('done', 'refused', 'failed')) execute function refuse_going_on();
-- A failed run goes on once the halt of its broken book is released.
create trigger ended after update of state on runs
  for each row when (old.state in ('finished', 'cancelled') and new.state <> old.state) execute function refuse_going_on();
create trigger ended after update on halt_drills
  for each row when (old.finished_ms is not null or old.begun_ms is distinct from new.begun_ms and old.begun_ms is not null) execute function refuse_going_on();
create trigger ended after update of revoked_at_ms on credentials
  for each row when (old.revoked_at_ms is not null and new.revoked_at_ms is distinct from old.revoked_at_ms) execute function refuse_going_on();
create trigger ended after update of closed_at_ms on accounts
  for each row when (old.closed_at_ms is not null and new.closed_at_ms is distinct from old.closed_at_ms) execute function refuse_going_on();
-- What has to follow a commit is taken away once it has followed.
create trigger kept_until_done before delete on outbox for each row when (old.done_at_ms is null) execute function refuse_change();

-- A run's terms are those it was opened with: a run that is told later to re-arm would release its own halts.
revoke update (lineage_id, to_ms, next_close_ms, options) on runs from ballast_engine;

-- Halts ----------------------------------------------------------------------------------------

-- The clock of a run over the past may release, because nobody watches it; that of the live run never.
create or replace function check_release() returns trigger
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
    if not exists (
      select from runs r where r.tenant_id = new.tenant_id and r.id = new.run_id and r.kind <> 'live' and r.options ? 'rearmAfterMs'
    ) then
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

-- A broken book goes on once its halt is released, and not by another being put in its place.
create function require_release() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from kill_switches k where k.tenant_id = old.tenant_id and k.id = old.broken_by and k.released_ms is null) then
    raise exception 'the book of account % is broken until halt % is released', old.account_id, old.broken_by using errcode = 'BL014';
  end if;
  return null;
end
$$;
create trigger require_release after update of broken_by on books
  for each row when (old.broken_by is not null and new.broken_by is distinct from old.broken_by) execute function require_release();

-- That a halt was carried out is said by the slot that did.
create function require_halt_slot() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
  first_ms int8;
  last_ms int8;
  orphan record;
begin
  select min(at_ms), max(at_ms) into first_ms, last_ms from new_rows;
  select n.account_id, n.halt_id into orphan
  from new_rows n
  where not exists (
    select from slots s
    where s.tenant_id = n.tenant_id and s.account_id = n.account_id and s.run_id = n.run_id and s.kind = 'halt'
      and s.at_ms = n.at_ms and s.seq = n.seq and s.at_ms between first_ms and last_ms
  ) limit 1;
  if found then
    raise exception 'account % has no slot that carried out halt %', orphan.account_id, orphan.halt_id using errcode = 'BL011';
  end if;
  return null;
end
$$;
create trigger require_halt_slot after insert on halt_acts referencing new table as new_rows for each statement execute function require_halt_slot();

-- Orders ---------------------------------------------------------------------------------------

-- An order stands where its steps brought it, from an intent of its own. One transaction writes its row
-- once and its steps in one statement after it; that no row was left without steps is known at commit.
create unlogged table order_checks (
  xid xid8 not null,
  id int8 generated always as identity,
  are_steps bool not null,
  tenant_ids uuid[] not null,
  account_ids uuid[] not null,
  run_ids uuid[] not null,
  order_ids uuid[] not null,
  primary key (xid, id)
);
comment on table order_checks is
  'Orders whose rows a database transaction wrote, and those whose steps. A row lives for the length of that transaction, and no order is left over at commit.';

grant select, insert, delete on order_checks to ballast_integrity;
grant usage on sequence order_checks_id_seq to ballast_integrity;
grant select on slots, kill_switches to ballast_integrity;
create policy integrity_all on slots for select to ballast_integrity using (true);
create policy integrity_all on kill_switches for select to ballast_integrity using (true);

-- A new order's intent has its number, instrument, side, kind, purpose and quantity. It is looked up at
-- the time from which the order may fill and in the hour behind it: there it was intended, but for a halt
-- that was carried out late, long after its slot's time. Only for such a one all months are looked at.
create function require_intent() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
  hour_ms constant int8 := 3600000;
  ever_ms constant int8 := 1::int8 << 62;
  first_ms int8;
  last_ms int8;
  unintended uuid;
begin
  select min(created_ms), max(created_ms) + hour_ms into first_ms, last_ms from new_rows;
  if first_ms is null then
    return null;
  end if;
  for first_ms, last_ms in values (first_ms, last_ms), (0, ever_ms) loop
    select n.id into unintended
    from new_rows n
    left join intents i on i.tenant_id = n.tenant_id and i.account_id = n.account_id and i.run_id = n.run_id and i.intent_seq = n.intent_seq
      and i.order_id = n.id and (i.symbol, i.side, i.kind, i.purpose, i.quantity) = (n.symbol, n.side, n.kind, n.purpose, n.quantity)
      and i.at_ms between first_ms and last_ms
    where i.order_id is null limit 1;
    exit when unintended is null;
  end loop;
  if unintended is not null then
    raise exception 'order % was not intended', unintended using errcode = 'BL020';
  end if;
  insert into order_checks (xid, are_steps, tenant_ids, account_ids, run_ids, order_ids)
  select pg_current_xact_id(), false, array_agg(tenant_id), array_agg(account_id), array_agg(run_id), array_agg(id) from new_rows;
  return null;
end
$$;

create function note_moved_orders() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into order_checks (xid, are_steps, tenant_ids, account_ids, run_ids, order_ids)
  select pg_current_xact_id(), false, array_agg(tenant_id), array_agg(account_id), array_agg(run_id), array_agg(id) from new_rows having count(*) > 0;
  return null;
end
$$;

-- Steps come with the row of their order, and it shows the last of them: the greatest number, written
-- before its state, so that one pass finds both. That each step follows the one before it is recomputed
-- by a replay; here it would cost a look-up for each.
create function require_order_row() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  number_digits constant int4 := 10;
  writer constant xid := pg_current_xact_id()::xid;
  moved int8;
  orphans int8;
  elsewhere int8;
begin
  select count(*), count(*) filter (where o.id is null), count(*) filter (where o.xmin <> writer or o.state <> substr(s.last, number_digits + 1))
  into moved, orphans, elsewhere
  from (
    select tenant_id, account_id, run_id, order_id, max(lpad(n::text, number_digits, '0') || to_state collate "C") as last
    from new_rows group by tenant_id, account_id, run_id, order_id
  ) s
  left join orders o on o.tenant_id = s.tenant_id and o.account_id = s.account_id and o.run_id = s.run_id and o.id = s.order_id;
  if orphans > 0 then
    raise exception 'order_events: % of % orders are not there', orphans, moved using errcode = 'BL011';
  elsif elsewhere > 0 then
    raise exception '% of % orders are not where the last of these steps brings them, by a row of this transaction', elsewhere, moved using errcode = 'BL020';
  end if;
  insert into order_checks (xid, are_steps, tenant_ids, account_ids, run_ids, order_ids)
  select pg_current_xact_id(), true, array_agg(tenant_id), array_agg(account_id), array_agg(run_id), array_agg(order_id) from new_rows having count(*) > 0;
  return null;
end
$$;

create function check_orders() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_seqscan = off set jit = off
as $$
declare
  unexplained uuid;
begin
  with checked as (
    delete from order_checks where xid = pg_current_xact_id() returning are_steps, tenant_ids, account_ids, run_ids, order_ids
  ), named as materialized (
    select c.are_steps, o.* from checked c
    cross join lateral unnest(c.tenant_ids, c.account_ids, c.run_ids, c.order_ids) as o (tenant_id, account_id, run_id, order_id)
  )
  select order_id into unexplained from (
    select tenant_id, account_id, run_id, order_id from named where not are_steps
    except
    select tenant_id, account_id, run_id, order_id from named where are_steps
  ) without_steps limit 1;
  if unexplained is not null then
    raise exception 'order % was written without a step that led there', unexplained using errcode = 'BL020';
  end if;
  return null;
end
$$;

-- A fill is of an order that this transaction moved, no more than it has filled, and stands in the ledger.
create function require_filled_order() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
  first_ms int8;
  last_ms int8;
  wrong record;
begin
  select min(at_ms), max(at_ms) into first_ms, last_ms from new_rows;
  select n.account_id, n.order_id, n.ledger_seq, o.id is null as is_orphan, t.reference is null as is_unbooked into wrong
  from (select *, sum(quantity) over (partition by tenant_id, account_id, run_id, order_id) as filled from new_rows) n
  left join orders o on o.tenant_id = n.tenant_id and o.account_id = n.account_id and o.run_id = n.run_id and o.id = n.order_id
  left join ledger_transactions t on t.tenant_id = n.tenant_id and t.account_id = n.account_id and t.run_id = n.run_id
    and t.ledger_seq = n.ledger_seq and t.at_ms = n.at_ms and t.at_ms between first_ms and last_ms and t.reference = n.order_id::text
  where o.id is null or t.reference is null or o.xmin <> pg_current_xact_id()::xid
    or (o.symbol, o.side) <> (n.symbol, n.side) or n.filled > o.filled_quantity
  limit 1;
  if found and wrong.is_orphan then
    raise exception 'fills: account % has no order %', wrong.account_id, wrong.order_id using errcode = 'BL011';
  elsif found and wrong.is_unbooked then
    raise exception 'a fill of order % stands in no transaction % of the ledger', wrong.order_id, wrong.ledger_seq using errcode = 'BL011';
  elsif found then
    raise exception 'order % has not filled this in this transaction', wrong.order_id using errcode = 'BL020';
  end if;
  return null;
end
$$;

-- Content --------------------------------------------------------------------------------------

-- What is looked up by its hash has that hash, or a replay would decide from something else.
create function refuse_foreign_hash() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  raise exception '% takes no content under the hash of another', tg_table_name using errcode = 'BL016';
end
$$;

create trigger hash_of_body after insert on instrument_tables for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on core_bundles for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on bar_chunks for each row when (new.content_hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on snapshots for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on book_contents for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on account_states for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on risk_profile_versions for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on strategy_settings_versions for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();
create trigger hash_of_body after insert on account_set_ups for each row when (new.hash <> sha256(new.body)) execute function refuse_foreign_hash();

-- Owners and triggers --------------------------------------------------------------------------

alter function require_release() owner to ballast_integrity;
alter function require_halt_slot() owner to ballast_integrity;
alter function require_intent() owner to ballast_integrity;
alter function note_moved_orders() owner to ballast_integrity;
alter function require_order_row() owner to ballast_integrity;
alter function check_orders() owner to ballast_integrity;
alter function require_filled_order() owner to ballast_integrity;

-- An order's intent has a book, so the order has.
drop trigger require_book on orders;
drop trigger require_order on order_events;
drop trigger require_order on fills;
drop function require_order();
create trigger require_intent after insert on orders referencing new table as new_rows for each statement execute function require_intent();
create trigger note_moved_orders after update on orders referencing new table as new_rows for each statement execute function note_moved_orders();
create trigger written_once after update on orders for each row when (old.xmin = pg_current_xact_id()::xid) execute function refuse_order_step();
create constraint trigger check_orders after insert on order_checks deferrable initially deferred for each row execute function check_orders();
create trigger require_order_row after insert on order_events referencing new table as new_rows for each statement execute function require_order_row();
create trigger require_filled_order after insert on fills referencing new table as new_rows for each statement execute function require_filled_order();
create trigger kept_checks after insert or update or delete on order_checks
  for each row when (current_user <> 'ballast_integrity') execute function refuse_change();
create trigger kept_truncate before truncate on order_checks for each statement execute function refuse_change();

revoke create on schema public from ballast_integrity;

-- No trigger sleeps while a session plays a replica.
do $$
declare
  of record;
begin
  for of in
    select t.tgname, t.tgrelid::regclass as on_table from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and t.tgenabled <> 'A' and c.relnamespace = 'public'::regnamespace and not c.relispartition
  loop
    execute format('alter table %s enable always trigger %I', of.on_table, of.tgname);
  end loop;
end
$$;
