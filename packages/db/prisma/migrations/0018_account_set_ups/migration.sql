-- What an account is set up with beside its risk profile and its strategy settings.

set local role ballast_owner;

create table account_set_ups (
  tenant_id uuid,
  account_id uuid,
  version int4 check (version > 0),
  hash digest not null,
  body bytea not null,
  author text not null check (author <> ''),
  reason text not null,
  created_at_ms int8 not null,
  primary key (tenant_id, account_id, version),
  foreign key (tenant_id, account_id) references accounts
);
comment on table account_set_ups is
  'Scope, training, gate policy, artifact root, API tier, approval, retries and timeouts of an account, versioned like risk profiles. The newest version counts.';
call forbid_changes('account_set_ups');
call isolate_tenants('account_set_ups', engine => true, integrity => false);
grant select on account_set_ups to ballast_web;
grant select, insert on account_set_ups to ballast_engine;
