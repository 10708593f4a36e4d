-- The regime of every sealed close, as a table that pages can draw. A snapshot's body holds it too,
-- but only who decodes the body sees it: a year of hours is too many to open, and a sample of them
-- misses the panic between two samples.

set local role ballast_owner;

create type market_regime as enum ('RISK_ON', 'NEUTRAL', 'RISK_OFF', 'PANIC');
comment on type market_regime is 'In the order of defensiveness: the greater of two is what wins where they disagree. Append only.';

create table regimes (
  lineage_id uuid,
  close_ms int8,
  regime market_regime not null,
  confidence float8 not null check (confidence between 0 and 1),
  volatility_index float8 not null check (volatility_index >= 0 and volatility_index < 'Infinity'),
  trend int2 not null check (trend between -1 and 1),
  risk_score float8 not null check (risk_score between 0 and 100),
  breadth float8 not null check (breadth between 0 and 1),
  benchmark_close float8 not null check (benchmark_close > 0 and benchmark_close < 'Infinity'),
  primary key (lineage_id, close_ms),
  foreign key (lineage_id, close_ms) references snapshots
);
comment on table regimes is
  'What a sealed snapshot says of the market, written by the transaction that seals it. No row while the regime warms up, nor at a close without the benchmark''s bar. Nothing decides on it.';
comment on column regimes.benchmark_close is 'As printed; a double, for it is drawn and never booked.';

call forbid_changes('regimes');
grant select on regimes to ballast_web;
grant select, insert on regimes to ballast_engine;

create table regime_backlog (
  lineage_id uuid primary key references lineages,
  before_ms int8,
  is_done bool not null default false
);
comment on table regime_backlog is
  'Lineages that sealed regimes before there was a table of them. The engine fills it from the newest close back: from before_ms on every row is there (NULL: not begun). No lineage is ever added.';

-- One row for each such lineage: none in a new database.
do $$
declare
  expected constant int8 := (select count(*) from lineages where 'regime' = any (market_feature_names));
  written int8;
begin
  insert into regime_backlog (lineage_id) select id from lineages where 'regime' = any (market_feature_names);
  get diagnostics written = row_count;
  if written <> expected then
    raise exception 'the backlog of regimes has % lineages where % are expected', written, expected;
  end if;
end
$$;

grant select on regime_backlog to ballast_engine;
grant update (before_ms, is_done) on regime_backlog to ballast_engine;
