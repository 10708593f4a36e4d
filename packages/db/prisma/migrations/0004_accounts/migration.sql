-- Accounts, their runs and books, and what people ask of the engine.

set local role ballast_owner;

create table risk_profile_versions (
  tenant_id uuid references tenants,
  profile_key text,
  version int4 check (version > 0),
  hash digest not null,
  body bytea not null,
  author text not null check (author <> ''),
  reason text not null,
  created_at_ms int8 not null,
  primary key (tenant_id, profile_key, version)
);
comment on table risk_profile_versions is 'Canonical bytes of a risk profile. A change is a new version, with who and why.';

create table strategy_settings_versions (
  tenant_id uuid references tenants,
  settings_key text,
  version int4 check (version > 0),
  hash digest not null,
  body bytea not null,
  author text not null check (author <> ''),
  reason text not null,
  created_at_ms int8 not null,
  primary key (tenant_id, settings_key, version)
);
comment on table strategy_settings_versions is 'Canonical bytes of strategy settings, versioned like risk profiles.';

create table accounts (
  tenant_id uuid references tenants,
  id uuid,
  key text not null check (key <> ''),
  name text not null check (name <> ''),
  mode text not null check (mode in ('paper', 'live')),
  market_key text not null references markets,
  base_currency text not null,
  starting_units numeric(38,0) not null check (starting_units > 0),
  profile_key text not null,
  profile_version int4 not null,
  settings_key text not null,
  settings_version int4 not null,
  taker_fee_bps numeric(9,4) not null check (taker_fee_bps >= 0),
  maker_fee_bps numeric(9,4) not null check (maker_fee_bps >= 0),
  slippage_bps numeric(9,4) not null check (slippage_bps >= 0),
  seed text not null,
  created_at_ms int8 not null,
  closed_at_ms int8,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, profile_key, profile_version) references risk_profile_versions,
  foreign key (tenant_id, settings_key, settings_version) references strategy_settings_versions
);

create table runs (
  tenant_id uuid references tenants,
  id uuid,
  key text not null check (key <> ''),
  kind text not null check (kind in ('live', 'paper', 'backtest')),
  market_key text not null references markets,
  lineage_id uuid references lineages,
  clock text not null check (clock in ('wall', 'replay')),
  rate int4 not null check (rate > 0),
  from_ms int8 not null,
  to_ms int8 check (to_ms > from_ms),
  next_close_ms int8 not null,
  state text not null check (state in ('running', 'finished', 'cancelled', 'failed')),
  options jsonb not null,
  failure text,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
comment on table runs is 'What has a clock and books of its own: live trading, a paper run, a backtest.';
create index runs_due on runs (market_key, next_close_ms) where state = 'running';

create table books (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  track text not null,
  shard int4 not null check (shard >= 0),
  assets text[] not null check (cardinality(assets) > 0),
  profile_hash digest not null,
  settings_hash digest not null,
  opened_ms int8 not null,
  next_slot_ms int8,
  receipt_seq int8 not null,
  receipt_hash digest not null,
  ledger_seq int8 not null,
  ledger_hash digest not null,
  state_hash digest not null,
  equity_units numeric(38,0) not null,
  pending_dispatch bool not null default false,
  seed text not null,
  taker_fee_bps numeric(9,4) not null check (taker_fee_bps >= 0),
  slippage_bps numeric(9,4) not null check (slippage_bps >= 0),
  primary key (tenant_id, account_id, run_id)
) with (fillfactor = 50);
comment on table books is
  'One account in one run. The heads of its receipt and ledger chains are moved by those chains'' own triggers, by nobody else.';
comment on column books.track is 'What the book follows: a market''s key for continuous runs, a run''s id for its own replay.';
comment on column books.seed is 'Seed of the paper venue in this run.';
comment on column books.assets is 'What the book may hold: the base currency, and base and quote of each of its instruments.';
-- Without next_slot_ms: nearly all books of a shard are due at once, and a cycle that moves no indexed
-- column is written in place, without a new entry in each index.
create index books_due on books (track, shard);

create table book_contents (
  tenant_id uuid references tenants,
  hash digest,
  body bytea not null,
  primary key (tenant_id, hash)
);
comment on table book_contents is
  'Canonical bytes of the risk profiles and strategy settings that books name, by hash: what a replay decides from.';

create table balances (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  asset text,
  units numeric(38,0) not null default 0 constraint balances_never_negative check (units >= 0),
  primary key (tenant_id, account_id, run_id, asset)
) with (fillfactor = 70);
comment on table balances is
  'What a book holds, summed from its postings by their trigger. Spot is long-only and unlevered, so no balance is ever negative.';

create table fences (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  epoch int8 not null check (epoch > 0),
  holder text not null,
  lease_until_ms int8 not null,
  primary key (tenant_id, account_id, run_id),
  foreign key (tenant_id, account_id, run_id) references books
) with (fillfactor = 70);
comment on table fences is
  'Who may send for a book. The epoch rises whenever the holder changes; a holder that was paused finds another epoch. Wall clock, outside every hash.';

create table account_states (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  hash digest,
  body bytea not null,
  primary key (tenant_id, account_id, run_id, hash)
);
comment on table account_states is 'Canonical account states by content; one is written only when it changed.';

create table kill_switches (
  tenant_id uuid references tenants,
  id uuid,
  scope text not null check (scope in ('all', 'workspace', 'account', 'instrument', 'model')),
  subject text not null,
  verb text not null check (verb in ('block_entries', 'reduce_only', 'cancel', 'flatten')),
  since_ms int8 not null,
  set_by text not null check (set_by <> ''),
  reason text not null check (reason <> ''),
  released_ms int8,
  released_by text,
  release_reason text,
  primary key (tenant_id, id),
  check ((released_ms is null) = (released_by is null) and (released_ms is null) = (release_reason is null))
);
comment on table kill_switches is 'In force until released by a person.';
create index kill_switches_in_force on kill_switches (tenant_id) where released_ms is null;

create table commands (
  tenant_id uuid references tenants,
  id uuid,
  kind text not null check (kind <> ''),
  payload jsonb not null,
  requested_by uuid not null,
  requested_at_ms int8 not null,
  state text not null check (state in ('pending', 'claimed', 'done', 'refused', 'failed')),
  claimed_by text,
  claimed_at_ms int8,
  finished_at_ms int8,
  result jsonb,
  primary key (tenant_id, id)
);
comment on table commands is 'What a person asks of the engine. The web writes it with its audit row; the engine claims it.';
create index commands_waiting on commands (requested_at_ms) where state in ('pending', 'claimed');

create table outbox (
  tenant_id uuid references tenants,
  id uuid,
  kind text not null,
  subject text not null,
  created_ms int8 not null,
  done_at_ms int8,
  primary key (tenant_id, id)
);
comment on table outbox is 'What has to follow a commit. A queue may be told at once; the sweep finds the row anyway.';
create index outbox_waiting on outbox (created_ms) where done_at_ms is null;

create table approvals (
  tenant_id uuid references tenants,
  id uuid,
  kind text not null check (kind <> ''),
  subject text not null,
  change_hash digest not null,
  requested_by uuid not null,
  requested_at_ms int8 not null,
  expires_at_ms int8 not null,
  decided_by uuid,
  decided_at_ms int8,
  decision text check (decision in ('approved', 'rejected', 'withdrawn')),
  reason text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, requested_by) references memberships (tenant_id, person_id),
  foreign key (tenant_id, decided_by) references memberships (tenant_id, person_id),
  constraint approvals_expire check (expires_at_ms > requested_at_ms),
  constraint approvals_decided_whole check ((decided_by is null) = (decided_at_ms is null) and (decided_by is null) = (decision is null)),
  constraint approvals_decided_in_time check (decision is distinct from 'approved' or decided_at_ms between requested_at_ms and expires_at_ms - 1),
  -- Four eyes. A request may be rejected or withdrawn by its author, never approved.
  constraint approvals_four_eyes check (decision is distinct from 'approved' or decided_by <> requested_by or kind = 'cooling_off')
);
comment on table approvals is
  'A change that needs a second person, bound to the hash of exactly that change. Kind cooling_off stands in for the second person in a workspace of one.';

create table credentials (
  tenant_id uuid,
  account_id uuid,
  purpose text,
  version int4 check (version > 0),
  engine_key_id text not null,
  sealed_key bytea not null,
  nonce bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null,
  created_at_ms int8 not null,
  revoked_at_ms int8,
  primary key (tenant_id, account_id, purpose, version),
  foreign key (tenant_id, account_id) references accounts
);
comment on table credentials is
  'AES-256-GCM under a data key of its own, that key sealed to the engine''s public key; AAD is tenant|account|purpose|version. The web can write one and never read it.';

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
comment on table work_batches is
  'Wall-clock facts about receipts: who recorded which, where and when. One row a commit; outside every hash, seen by the engine alone.';

create table engine_health (
  worker text primary key,
  started_at_ms int8 not null,
  seen_at_ms int8 not null,
  state text not null,
  detail jsonb not null
);

call forbid_changes('risk_profile_versions');
call forbid_changes('strategy_settings_versions');
call forbid_changes('account_states');
call forbid_changes('book_contents');
call forbid_changes('work_batches');

call isolate_tenants('risk_profile_versions', engine => true, integrity => false);
call isolate_tenants('strategy_settings_versions', engine => true, integrity => false);
call isolate_tenants('accounts', engine => true, integrity => true);
call isolate_tenants('runs', engine => true, integrity => true);
call isolate_tenants('books', engine => true, integrity => true);
call isolate_tenants('balances', engine => true, integrity => true);
call isolate_tenants('fences', engine => true, integrity => false);
call isolate_tenants('account_states', engine => true, integrity => false);
call isolate_tenants('kill_switches', engine => true, integrity => false);
call isolate_tenants('commands', engine => true, integrity => false);
call isolate_tenants('outbox', engine => true, integrity => false);
call isolate_tenants('approvals', engine => true, integrity => true);
call isolate_tenants('credentials', engine => true, integrity => false);
call isolate_tenants('book_contents', engine => true, integrity => false);

-- The web reads its workspace and writes what people decide; it never trades and never decrypts.
grant select on risk_profile_versions, strategy_settings_versions, accounts, runs, books, book_contents, balances, account_states,
  kill_switches, commands, approvals, engine_health to ballast_web;
grant insert on risk_profile_versions, strategy_settings_versions to ballast_web;
grant insert (tenant_id, id, scope, subject, verb, since_ms, set_by, reason) on kill_switches to ballast_web;
grant update (released_ms, released_by, release_reason) on kill_switches to ballast_web;
grant insert (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) on commands to ballast_web;
grant insert (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) on approvals to ballast_web;
grant update (decided_by, decided_at_ms, decision) on approvals to ballast_web;
grant insert (tenant_id, account_id, purpose, version, engine_key_id, sealed_key, nonce, ciphertext, created_at_ms) on credentials to ballast_web;
grant select (tenant_id, account_id, purpose, version, engine_key_id, created_at_ms, revoked_at_ms) on credentials to ballast_web;
grant update (revoked_at_ms) on credentials to ballast_web;

grant select, insert on risk_profile_versions, strategy_settings_versions, accounts, runs, books, book_contents, fences, account_states,
  kill_switches, commands, outbox, work_batches, engine_health to ballast_engine;
grant select on balances, approvals, credentials to ballast_engine;
grant update (name, profile_key, profile_version, settings_key, settings_version, closed_at_ms) on accounts to ballast_engine;
grant update (lineage_id, to_ms, next_close_ms, state, options, failure) on runs to ballast_engine;
-- Chain heads are missing here on purpose.
grant update (shard, profile_hash, settings_hash, next_slot_ms, state_hash, equity_units, pending_dispatch) on books to ballast_engine;
grant update (epoch, holder, lease_until_ms) on fences to ballast_engine;
grant update (released_ms, released_by, release_reason) on kill_switches to ballast_engine;
grant update (state, claimed_by, claimed_at_ms, finished_at_ms, result) on commands to ballast_engine;
grant update (done_at_ms) on outbox to ballast_engine;
grant delete on outbox, engine_health to ballast_engine;
grant update (started_at_ms, seen_at_ms, state, detail) on engine_health to ballast_engine;
grant update (revoked_at_ms) on credentials to ballast_engine;
