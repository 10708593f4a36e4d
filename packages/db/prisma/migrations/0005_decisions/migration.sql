-- What was decided and what became of it. All but orders are append-only and partitioned by the
-- month of at_ms, the run's clock; orders hold the current state, order_events the truth.

set local role ballast_owner;

create table slots (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  kind text check (kind <> ''),
  at_ms int8,
  seq int4 check (seq >= 0),
  until_ms int8 not null,
  outcome text not null check (outcome in ('RUN', 'SKIPPED', 'LATE')),
  reason text not null,
  facts bytea not null,
  primary key (tenant_id, account_id, run_id, kind, at_ms, seq),
  constraint slots_range check (until_ms = at_ms or (until_ms > at_ms and outcome = 'SKIPPED')),
  constraint slots_skipped_says_why check (outcome <> 'SKIPPED' or reason <> '')
) partition by range (at_ms);
comment on table slots is 'Every moment at which an account was due, and how it ended. No slot is silent.';
comment on column slots.until_ms is 'Equal to at_ms but for a skipped range, half-open: [at_ms, until_ms).';

create table receipts (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  receipt_seq int8 check (receipt_seq > 0),
  at_ms int8,
  kind text not null check (kind <> ''),
  seq int4 not null check (seq >= 0),
  outcome text not null check (outcome <> ''),
  reason_codes text[] not null,
  snapshot_hash digest not null,
  state_before digest not null,
  state_after digest not null,
  input_hash digest not null,
  output_hash digest not null,
  core_hash digest not null,
  equity_units numeric(38,0) not null,
  body bytea not null,
  previous_hash digest not null,
  hash digest not null,
  primary key (tenant_id, account_id, run_id, receipt_seq, at_ms)
) partition by range (at_ms);
comment on table receipts is 'One per decision, NO_TRADE and REFUSED too; a gapless hash chain per book.';
create index receipts_time on receipts (tenant_id, at_ms desc, receipt_seq desc);

create table intents (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  intent_seq int8 check (intent_seq > 0),
  at_ms int8,
  order_id uuid not null,
  symbol text not null,
  side text not null check (side in ('buy', 'sell')),
  kind text not null,
  purpose text not null,
  quantity numeric(38,0) not null check (quantity >= 0),
  quote_budget numeric(38,0) check (quote_budget > 0),
  trigger_units numeric(38,0) check (trigger_units > 0),
  stop_offset_units numeric(38,0) check (stop_offset_units > 0),
  receipt_seq int8,
  parent_order_id uuid,
  primary key (tenant_id, account_id, run_id, intent_seq, at_ms),
  constraint intents_have_a_size check (quantity > 0 or quote_budget is not null)
) partition by range (at_ms);
comment on table intents is 'What was wanted, committed before anything is sent.';

create table orders (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  id uuid,
  intent_seq int8 not null,
  symbol text not null,
  side text not null check (side in ('buy', 'sell')),
  kind text not null,
  purpose text not null,
  state text not null check (state in ('intended', 'sending', 'open', 'partially_filled', 'unknown', 'filled', 'cancelled', 'rejected', 'expired')),
  quantity numeric(38,0) not null check (quantity >= 0),
  filled_quantity numeric(38,0) not null check (filled_quantity >= 0),
  trigger_units numeric(38,0),
  created_ms int8 not null,
  updated_ms int8 not null,
  reason text not null,
  primary key (tenant_id, account_id, run_id, id)
) with (fillfactor = 80);
comment on table orders is 'Current state of each order; order_events is how it came to be.';
create index orders_working on orders (tenant_id, account_id, run_id)
  where state in ('intended', 'sending', 'open', 'partially_filled', 'unknown');

create table order_events (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  order_id uuid,
  n int4 check (n > 0),
  at_ms int8,
  event text not null,
  from_state text,
  to_state text not null,
  reason text not null,
  primary key (tenant_id, account_id, run_id, order_id, n, at_ms)
) partition by range (at_ms);
comment on table order_events is 'Each step of an order''s life.';

create table fills (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  fill_seq int8 check (fill_seq > 0),
  at_ms int8,
  order_id uuid not null,
  symbol text not null,
  side text not null check (side in ('buy', 'sell')),
  quantity numeric(38,0) not null check (quantity > 0),
  price_units numeric(38,0) not null check (price_units > 0),
  reference_price_units numeric(38,0) not null check (reference_price_units > 0),
  fee_units numeric(38,0) not null check (fee_units >= 0),
  fee_asset text not null,
  why text not null,
  ledger_seq int8 not null,
  primary key (tenant_id, account_id, run_id, fill_seq, at_ms)
) partition by range (at_ms);
comment on table fills is 'What the venue did.';
comment on column fills.reference_price_units is 'The price before slippage.';

create table lot_disposals (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  fill_seq int8,
  n int4 check (n > 0),
  at_ms int8,
  symbol text not null,
  quantity numeric(38,0) not null check (quantity > 0),
  cost_units numeric(38,0) not null,
  proceeds_units numeric(38,0) not null,
  opened_ms int8 not null,
  entry_price_units numeric(38,0) not null,
  why text not null,
  primary key (tenant_id, account_id, run_id, fill_seq, n, at_ms)
) partition by range (at_ms);
comment on table lot_disposals is 'Lots that a sale closed, first in first out. Realised PnL is proceeds − cost, in quote units.';

call isolate_tenants('slots', engine => true, integrity => false);
call isolate_tenants('receipts', engine => true, integrity => false);
call isolate_tenants('intents', engine => true, integrity => false);
call isolate_tenants('orders', engine => true, integrity => true);
call isolate_tenants('order_events', engine => true, integrity => false);
call isolate_tenants('fills', engine => true, integrity => false);
call isolate_tenants('lot_disposals', engine => true, integrity => false);

call forbid_changes('slots');
call forbid_changes('receipts');
call forbid_changes('intents');
call forbid_changes('order_events');
call forbid_changes('fills');
call forbid_changes('lot_disposals');

grant select on slots, receipts, intents, orders, order_events, fills, lot_disposals to ballast_web;
grant select, insert on slots, receipts, intents, orders, order_events, fills, lot_disposals to ballast_engine;
grant update (state, filled_quantity, updated_ms, reason) on orders to ballast_engine;
