-- Chains: gapless, each link naming the hash before it. The head lies in one row that only these
-- functions move, so a chain can neither fork nor skip, and checking a link reads one row however
-- long the chain is. That each hash is the SHA-256 of its row's canonical bytes is recomputed by
-- whoever verifies an export: SQL does not know the canonical form.

set local role ballast_owner;

-- All three work alike: take the spans of new links per chain, see that each span is whole in
-- itself, and move the head from the span's first predecessor to its last link, if it is there.

create function advance_receipts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
  chains int8;
  advanced int8;
begin
  with links as (
    select tenant_id, account_id, run_id, receipt_seq, hash, previous_hash,
      row_number() over chain = 1 or (receipt_seq = lag(receipt_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked
    from new_rows
    window chain as (partition by tenant_id, account_id, run_id order by receipt_seq)
  ), spans as materialized (
    select tenant_id, account_id, run_id, min(receipt_seq) as first_seq, max(receipt_seq) as last_seq, bool_and(is_linked) as is_whole,
      (array_agg(previous_hash order by receipt_seq))[1] as before_hash, (array_agg(hash order by receipt_seq desc))[1] as last_hash
    from links group by tenant_id, account_id, run_id
  ), moved as (
    update books b set receipt_seq = s.last_seq, receipt_hash = s.last_hash
    from spans s
    where b.tenant_id = s.tenant_id and b.account_id = s.account_id and b.run_id = s.run_id
      and s.is_whole and b.receipt_seq = s.first_seq - 1 and b.receipt_hash = s.before_hash
    returning 1
  )
  select (select count(*) from spans), (select count(*) from moved) into chains, advanced;
  if chains <> advanced then
    raise exception 'receipts do not continue the chain of % of % books', chains - advanced, chains using
      errcode = 'BL005', hint = 'Each receipt follows the last one of its book, by number and by hash.';
  end if;
  return null;
end
$$;

-- The same for the ledger; and every transaction written here is checked at commit.
create function advance_ledger() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
  chains int8;
  advanced int8;
begin
  with links as (
    select tenant_id, account_id, run_id, ledger_seq, hash, previous_hash,
      row_number() over chain = 1 or (ledger_seq = lag(ledger_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked
    from new_rows
    window chain as (partition by tenant_id, account_id, run_id order by ledger_seq)
  ), spans as materialized (
    select tenant_id, account_id, run_id, min(ledger_seq) as first_seq, max(ledger_seq) as last_seq, bool_and(is_linked) as is_whole,
      (array_agg(previous_hash order by ledger_seq))[1] as before_hash, (array_agg(hash order by ledger_seq desc))[1] as last_hash
    from links group by tenant_id, account_id, run_id
  ), moved as (
    update books b set ledger_seq = s.last_seq, ledger_hash = s.last_hash
    from spans s
    where b.tenant_id = s.tenant_id and b.account_id = s.account_id and b.run_id = s.run_id
      and s.is_whole and b.ledger_seq = s.first_seq - 1 and b.ledger_hash = s.before_hash
    returning 1
  )
  select (select count(*) from spans), (select count(*) from moved) into chains, advanced;
  if chains <> advanced then
    raise exception 'ledger transactions do not continue the chain of % of % books', chains - advanced, chains using
      errcode = 'BL005', hint = 'Each transaction follows the last one of its book, by number and by hash.';
  end if;
  insert into ledger_checks (tenant_ids, account_ids, run_ids, ledger_seqs, at_ms, posting_counts)
  select array_agg(tenant_id), array_agg(account_id), array_agg(run_id), array_agg(ledger_seq), array_agg(at_ms), array_agg(posting_count)
  from new_rows having count(*) > 0;
  return null;
end
$$;

create function advance_audit() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
  chains int8;
  advanced int8;
begin
  with links as (
    select tenant_id, audit_seq, hash, previous_hash,
      row_number() over chain = 1 or (audit_seq = lag(audit_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked
    from new_rows
    window chain as (partition by tenant_id order by audit_seq)
  ), spans as materialized (
    select tenant_id, min(audit_seq) as first_seq, max(audit_seq) as last_seq, bool_and(is_linked) as is_whole,
      (array_agg(previous_hash order by audit_seq))[1] as before_hash, (array_agg(hash order by audit_seq desc))[1] as last_hash
    from links group by tenant_id
  ), moved as (
    update audit_heads h set audit_seq = s.last_seq, audit_hash = s.last_hash
    from spans s
    where h.tenant_id = s.tenant_id and s.is_whole and h.audit_seq = s.first_seq - 1 and h.audit_hash = s.before_hash
    returning 1
  )
  select (select count(*) from spans), (select count(*) from moved) into chains, advanced;
  if chains <> advanced then
    raise exception 'audit rows do not continue the chain of % of % workspaces', chains - advanced, chains using
      errcode = 'BL005', hint = 'Read the head under the workspace''s audit lock (appendAudit does).';
  end if;
  return null;
end
$$;

create function open_audit() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into audit_heads (tenant_id, audit_seq, audit_hash) values (new.id, 0, decode(repeat('00', 32), 'hex'));
  return null;
end
$$;

alter function advance_receipts() owner to ballast_integrity;
alter function advance_ledger() owner to ballast_integrity;
alter function advance_audit() owner to ballast_integrity;
alter function open_audit() owner to ballast_integrity;

create trigger advance_receipts after insert on receipts referencing new table as new_rows for each statement execute function advance_receipts();
create trigger advance_ledger after insert on ledger_transactions referencing new table as new_rows for each statement execute function advance_ledger();
create trigger advance_audit after insert on audit_log referencing new table as new_rows for each statement execute function advance_audit();
create trigger open_audit after insert on tenants for each row execute function open_audit();

create trigger kept_heads before insert or update or delete on audit_heads
  for each row when (current_user <> 'ballast_integrity') execute function refuse_change();
create trigger kept_truncate before truncate on audit_heads for each statement execute function refuse_change();

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
