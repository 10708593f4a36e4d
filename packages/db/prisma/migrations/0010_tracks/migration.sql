-- What books follow, the content that they name, and who recorded their receipts.

set local role ballast_owner;

create table tracks (
  key text primary key check (key <> ''),
  lineage_id uuid not null references lineages,
  horizon_ms int8 not null
);
comment on table tracks is 'A market, or a run with a replay of its own. Every slot up to the horizon, the last sealed close, is due.';
grant select on tracks to ballast_web;
grant select, insert on tracks to ballast_engine;
grant update (lineage_id, horizon_ms) on tracks to ballast_engine;

create table book_contents (
  tenant_id uuid references tenants,
  hash digest,
  body bytea not null,
  primary key (tenant_id, hash)
);
comment on table book_contents is 'Canonical bytes of the risk profiles and strategy settings that books name, by hash: what a replay decides from.';
call forbid_changes('book_contents');
call isolate_tenants('book_contents', engine => true, integrity => false);
grant select on book_contents to ballast_web;
grant select, insert on book_contents to ballast_engine;

alter table books
  add column seed text not null,
  add column taker_fee_bps numeric(9,4) not null check (taker_fee_bps >= 0),
  add column slippage_bps numeric(9,4) not null check (slippage_bps >= 0);
comment on column books.seed is 'Seed of the paper venue in this run.';

-- One row a commit instead of one an account: 10,000 accounts an hour would write 10,000.
drop table work_log;
create table work_batches (
  id uuid primary key,
  recorded_at_ms int8 not null,
  worker text not null,
  host text not null,
  node text not null,
  v8 text not null,
  tenant_ids uuid[] not null,
  account_ids uuid[] not null,
  run_ids uuid[] not null,
  receipt_seqs int8[] not null
);
comment on table work_batches is 'Wall-clock facts: who recorded which receipts, where and when. Outside every hash; seen by the engine alone.';
call forbid_changes('work_batches');
grant select, insert on work_batches to ballast_engine;

alter table markets add column paced_from_ms int8 not null default 0;
comment on column markets.paced_from_ms is 'A replay clock runs as fast as it can up to here, and at its rate from here on: the history that a demo starts with.';
