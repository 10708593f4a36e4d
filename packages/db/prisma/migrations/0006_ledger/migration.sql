-- The ledger, and the audit log of what people did. Double entry per asset, append-only, chained.

set local role ballast_owner;

create table ledger_transactions (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  ledger_seq int8 check (ledger_seq > 0),
  at_ms int8,
  kind text not null check (kind <> ''),
  reference text not null,
  posting_count int2 not null constraint ledger_transactions_not_empty check (posting_count >= 2),
  previous_hash digest not null,
  hash digest not null,
  primary key (tenant_id, account_id, run_id, ledger_seq, at_ms)
) partition by range (at_ms);
comment on table ledger_transactions is 'A gapless hash chain per book.';
comment on column ledger_transactions.posting_count is
  'How many postings it has. They are numbered 1 to this count, so that a complete transaction can never take another.';

create table postings (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  ledger_seq int8,
  n int2 check (n > 0),
  at_ms int8,
  ledger_account text not null check (ledger_account <> ''),
  asset text not null,
  units numeric(38,0) not null constraint postings_not_zero check (units <> 0),
  primary key (tenant_id, account_id, run_id, ledger_seq, n, at_ms)
) partition by range (at_ms);
comment on table postings is 'Positive into the ledger account, negative out of it; per transaction and asset they sum to zero.';
comment on column postings.ledger_account is 'account (what the book holds), venue_clearing, fee_expense, opening_equity.';

create table audit_heads (
  tenant_id uuid primary key references tenants,
  audit_seq int8 not null,
  audit_hash digest not null
);
comment on table audit_heads is 'Head of each workspace''s audit chain. Made with the workspace, moved by the chain''s trigger alone.';

create table audit_log (
  tenant_id uuid,
  audit_seq int8 check (audit_seq > 0),
  at_ms int8,
  actor text not null check (actor <> ''),
  act text not null check (act <> ''),
  subject text not null,
  body bytea not null,
  previous_hash digest not null,
  hash digest not null,
  primary key (tenant_id, audit_seq, at_ms)
) partition by range (at_ms);
comment on table audit_log is 'Every act of a person, wall time; a gapless hash chain per workspace.';

-- Which ledger transactions still await their check at commit. A row lives for the length of the
-- database transaction that wrote them: its deferred trigger checks all of them at once.
create unlogged table ledger_checks (
  id int8 generated always as identity primary key,
  tenant_ids uuid[] not null,
  account_ids uuid[] not null,
  run_ids uuid[] not null,
  ledger_seqs int8[] not null,
  at_ms int8[] not null,
  posting_counts int2[] not null
);

call isolate_tenants('ledger_transactions', engine => true, integrity => true);
call isolate_tenants('postings', engine => true, integrity => true);
call isolate_tenants('audit_heads', engine => true, integrity => true);
call isolate_tenants('audit_log', engine => true, integrity => false);

call forbid_changes('ledger_transactions');
call forbid_changes('postings');
call forbid_changes('audit_log');

grant select on ledger_transactions, postings, audit_heads, audit_log to ballast_web, ballast_engine;
grant insert on ledger_transactions, postings to ballast_engine;
-- Both sides record what people did: the web with the command it writes, the engine with the outcome.
grant insert on audit_log to ballast_web, ballast_engine;
