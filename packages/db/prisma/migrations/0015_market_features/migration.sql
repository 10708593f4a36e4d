-- What a lineage seals of the market as a whole, beside the features of each instrument.

set local role ballast_owner;

alter table lineages add column market_feature_names text[] not null default '{}';
comment on column lineages.market_feature_names is
  'Values of the whole market in its snapshots, the regime''s too. Empty: snapshots hold bars and features alone, in the first version of their form.';
