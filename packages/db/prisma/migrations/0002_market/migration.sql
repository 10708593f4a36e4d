-- Market data: global, without a workspace. The engine writes, everyone reads.

set local role ballast_owner;

create table assets (
  code text,
  version int4 check (version > 0),
  scale int2 not null check (scale between 0 and 18),
  name text not null,
  primary key (code, version)
);
comment on table assets is 'A scale is immutable: a new scale is a new version.';

create table instruments (
  symbol text primary key,
  venue_symbol text not null,
  base text not null,
  quote text not null,
  tick_units numeric(38,0) not null check (tick_units >= 0),
  lot_units numeric(38,0) not null check (lot_units >= 0),
  quantity_min_units numeric(38,0) not null check (quantity_min_units >= 0),
  notional_min_units numeric(38,0) not null check (notional_min_units >= 0),
  status text not null check (status in ('online', 'cancel_only', 'post_only', 'limit_only', 'reduce_only', 'halted', 'training_only')),
  revision int4 not null default 1,
  check (base <> quote)
);
comment on table instruments is 'Pairs as the venue trades them now. What a decision used is in instrument_tables, by hash.';

create table instrument_tables (hash digest primary key, body bytea not null);
comment on table instrument_tables is 'Canonical bytes of the instrument table that a receipt names.';

create table core_bundles (hash digest primary key, body bytea not null);
comment on table core_bundles is 'The one-file bundle of packages/core that decided, so that replay loads the same.';

create table series (
  id uuid primary key,
  source text not null,
  symbol text not null references instruments,
  timeframe_ms int8 not null check (timeframe_ms > 0),
  is_synthetic bool not null,
  unique (source, symbol, timeframe_ms)
);

create table bar_chunks (
  series_id uuid references series,
  month_ms int8,
  revision int4 check (revision > 0),
  rows int4 not null check (rows > 0),
  first_ms int8 not null,
  last_ms int8 not null,
  body bytea not null,
  content_hash digest not null,
  primary key (series_id, month_ms, revision),
  check (month_ms <= first_ms and first_ms <= last_ms)
);
comment on table bar_chunks is 'Sealed monthly columns of bars. A repair is a new revision; nothing is overwritten.';
alter table bar_chunks alter column body set storage external;

create table bar_tail (
  series_id uuid references series,
  ts_ms int8,
  revision int4 check (revision > 0),
  open float8 not null,
  high float8 not null,
  low float8 not null,
  close float8 not null,
  volume float8 not null,
  primary key (series_id, ts_ms, revision),
  check (low > 0 and low <= open and low <= close and open <= high and close <= high and high < 'Infinity' and volume >= 0 and volume < 'Infinity')
);
comment on table bar_tail is 'Bars of months that are not sealed yet, row by row, as printed.';

create table dataset_passports (
  id uuid primary key,
  series_id uuid not null references series,
  seq int4 not null check (seq > 0),
  file_name text not null,
  file_hash digest not null,
  rows int8 not null,
  duplicates_dropped int8 not null,
  first_ms int8 not null,
  last_ms int8 not null,
  gaps jsonb not null,
  repairs jsonb not null,
  gap_bars int8 not null,
  content_hash digest not null,
  unique (series_id, seq)
);
comment on table dataset_passports is 'What an import brought: source, gaps, duplicates, content hash.';

create table markets (
  key text primary key,
  name text not null,
  is_synthetic bool not null,
  source text not null,
  timeframe_ms int8 not null check (timeframe_ms > 0),
  clock text not null check (clock in ('wall', 'replay')),
  rate int4 not null check (rate > 0),
  seed text not null,
  origin_ms int8 not null,
  cursor_ms int8 not null,
  paced_from_ms int8 not null default 0
);
comment on table markets is 'Places with prices and a clock. The cursor only moves forward.';
comment on column markets.paced_from_ms is 'A replay clock runs as fast as it can up to here, and at its rate from here on: the history that a demo starts with.';

create table lineages (
  id uuid primary key,
  source text not null,
  universe text[] not null,
  timeframe_ms int8 not null check (timeframe_ms > 0),
  origin_ms int8 not null,
  feature_names text[] not null,
  is_synthetic bool not null
);
comment on table lineages is 'What a chain of snapshots is over. A repair or a longer history opens another lineage.';

create table tracks (
  key text primary key check (key <> ''),
  lineage_id uuid not null references lineages,
  horizon_ms int8 not null
);
comment on table tracks is 'What books follow: a market, or a run with a replay of its own. Every slot up to the horizon, the last sealed close, is due.';

create table snapshots (
  lineage_id uuid references lineages,
  close_ms int8,
  hash digest not null,
  previous_hash digest not null,
  body bytea not null,
  next_opens bytea,
  primary key (lineage_id, close_ms)
);
comment on table snapshots is 'One immutable row per lineage and close: the only market input of a decision.';
comment on column snapshots.next_opens is
  'Float64 LE per instrument (NaN bits: none). Known to the paper venue alone, never hashed, never seen by a decision; written once.';
create index snapshots_hash on snapshots (hash);

-- A sealed snapshot keeps all its columns; only the next opens arrive later, once.
create function keep_snapshot() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  if tg_op = 'UPDATE' and old.next_opens is null
    and (new.lineage_id, new.close_ms, new.hash, new.previous_hash, new.body)
      = (old.lineage_id, old.close_ms, old.hash, old.previous_hash, old.body) then
    return new;
  end if;
  raise exception 'snapshot % is sealed: % is refused', old.close_ms, lower(tg_op) using errcode = 'BL006';
end
$$;
create trigger sealed before update or delete on snapshots for each row execute function keep_snapshot();
create trigger sealed_truncate before truncate on snapshots for each statement execute function refuse_change();
alter table snapshots enable always trigger sealed;
alter table snapshots enable always trigger sealed_truncate;

-- A market that went back would decide an hour twice.
create function keep_cursor_forward() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  if new.cursor_ms < old.cursor_ms then
    raise exception 'the cursor of market % may not go back from % to %', old.key, old.cursor_ms, new.cursor_ms using errcode = 'BL006';
  end if;
  return new;
end
$$;
create trigger forward_only before update on markets for each row execute function keep_cursor_forward();
alter table markets enable always trigger forward_only;

call forbid_changes('assets');
call forbid_changes('instrument_tables');
call forbid_changes('core_bundles');
call forbid_changes('bar_chunks');
call forbid_changes('dataset_passports');
call forbid_changes('lineages');

grant select on assets, instruments, instrument_tables, series, bar_chunks, bar_tail, dataset_passports, markets, lineages, tracks, snapshots to ballast_web;
grant select, insert on assets, instruments, instrument_tables, core_bundles, series, bar_chunks, bar_tail, dataset_passports, markets, lineages, tracks, snapshots to ballast_engine;
grant update (venue_symbol, tick_units, lot_units, quantity_min_units, notional_min_units, status, revision) on instruments to ballast_engine;
grant update (cursor_ms) on markets to ballast_engine;
grant update (lineage_id, horizon_ms) on tracks to ballast_engine;
grant update (next_opens) on snapshots to ballast_engine;
-- Sealing a month moves its rows from the tail into a chunk.
grant delete on bar_tail to ballast_engine;
