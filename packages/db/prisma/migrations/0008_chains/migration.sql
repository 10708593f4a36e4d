-- Chains: gapless, each link naming the hash before it. The head lies in one row that only these
-- functions move, so a chain can neither fork nor skip, and checking a link reads one row however
-- long the chain is. That each hash is the SHA-256 of its row's canonical bytes is recomputed by
-- whoever verifies an export: SQL does not know the canonical form.

set local role ballast_owner;

-- All three work alike: see that the new links of each chain are linked among themselves, and move
-- its head to the last of them, if it stands before the first.

create function advance_receipts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  chains int8;
  broken int8;
  advanced int8;
begin
  with links as materialized (
    select tenant_id, account_id, run_id, receipt_seq, hash,
      row_number() over chain = 1 or (receipt_seq = lag(receipt_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked,
      lead(receipt_seq) over chain is null as is_last,
      first_value(receipt_seq) over chain as first_seq, first_value(previous_hash) over chain as before_hash
    from new_rows
    window chain as (partition by tenant_id, account_id, run_id order by receipt_seq)
  ), moved as (
    update books h set receipt_seq = l.receipt_seq, receipt_hash = l.hash
    from links l
    where l.is_last and h.tenant_id = l.tenant_id and h.account_id = l.account_id and h.run_id = l.run_id and h.receipt_seq = l.first_seq - 1 and h.receipt_hash = l.before_hash
    returning 1
  )
  select count(*) filter (where is_last), count(*) filter (where not is_linked), (select count(*) from moved) into chains, broken, advanced from links;
  if broken > 0 or chains <> advanced then
    raise exception 'receipts do not continue the chain of % of % books', greatest(chains - advanced, 1), chains using
      errcode = 'BL005', hint = 'Each receipt follows the last one of its book, by number and by hash.';
  end if;
  return null;
end
$$;

-- The same for the ledger; and every transaction written here is checked at commit.
create function advance_ledger() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  chains int8;
  broken int8;
  advanced int8;
begin
  with links as materialized (
    select tenant_id, account_id, run_id, ledger_seq, hash,
      row_number() over chain = 1 or (ledger_seq = lag(ledger_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked,
      lead(ledger_seq) over chain is null as is_last,
      first_value(ledger_seq) over chain as first_seq, first_value(previous_hash) over chain as before_hash
    from new_rows
    window chain as (partition by tenant_id, account_id, run_id order by ledger_seq)
  ), moved as (
    update books h set ledger_seq = l.ledger_seq, ledger_hash = l.hash
    from links l
    where l.is_last and h.tenant_id = l.tenant_id and h.account_id = l.account_id and h.run_id = l.run_id and h.ledger_seq = l.first_seq - 1 and h.ledger_hash = l.before_hash
    returning 1
  )
  select count(*) filter (where is_last), count(*) filter (where not is_linked), (select count(*) from moved) into chains, broken, advanced from links;
  if broken > 0 or chains <> advanced then
    raise exception 'ledger transactions do not continue the chain of % of % books', greatest(chains - advanced, 1), chains using
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
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set random_page_cost = 0 set jit = off
as $$
declare
  chains int8;
  broken int8;
  advanced int8;
begin
  with links as materialized (
    select tenant_id, audit_seq, hash,
      row_number() over chain = 1 or (audit_seq = lag(audit_seq) over chain + 1 and previous_hash = lag(hash) over chain) as is_linked,
      lead(audit_seq) over chain is null as is_last,
      first_value(audit_seq) over chain as first_seq, first_value(previous_hash) over chain as before_hash
    from new_rows
    window chain as (partition by tenant_id order by audit_seq)
  ), moved as (
    update audit_heads h set audit_seq = l.audit_seq, audit_hash = l.hash
    from links l
    where l.is_last and h.tenant_id = l.tenant_id and h.audit_seq = l.first_seq - 1 and h.audit_hash = l.before_hash
    returning 1
  )
  select count(*) filter (where is_last), count(*) filter (where not is_linked), (select count(*) from moved) into chains, broken, advanced from links;
  if broken > 0 or chains <> advanced then
    raise exception 'audit rows do not continue the chain of % of % workspaces', greatest(chains - advanced, 1), chains using
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

create trigger kept_heads after insert or update or delete on audit_heads
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
