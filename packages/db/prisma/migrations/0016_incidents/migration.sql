-- What the replay auditor found, and who looked into it.

set local role ballast_owner;

create table incidents (
  tenant_id uuid references tenants,
  id uuid,
  kind text not null check (kind in ('REPLAY_MISMATCH', 'FEATURES_MISMATCH')),
  opened_at_ms int8 not null,
  opened_by text not null check (opened_by <> ''),
  account_id uuid not null,
  run_id uuid not null,
  receipt_seq int8,
  subject text not null check (subject <> ''),
  facts jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id, run_id) references books
);
comment on table incidents is 'Stored rows that are not what replay makes of them. Wall clock; one row per finding, however often it is found.';

create table incident_closures (
  tenant_id uuid,
  incident_id uuid,
  closed_at_ms int8 not null,
  closed_by text not null check (closed_by <> ''),
  reason text not null check (reason <> ''),
  primary key (tenant_id, incident_id),
  foreign key (tenant_id, incident_id) references incidents
);
comment on table incident_closures is 'An incident is open until a person has closed it, with a reason.';

call forbid_changes('incidents');
call forbid_changes('incident_closures');
call isolate_tenants('incidents', engine => true, integrity => false);
call isolate_tenants('incident_closures', engine => true, integrity => false);
grant select on incidents, incident_closures to ballast_web;
grant select, insert on incidents, incident_closures to ballast_engine;

-- The auditor draws from all batches by their random ids, and from those of the last minutes by their time.
create index work_batches_recorded on work_batches (recorded_at_ms);
