-- Halts that an account's own limits set in a run that is not the live one.

set local role ballast_owner;

alter table kill_switches add column run_id uuid, add foreign key (tenant_id, run_id) references runs;
comment on column kill_switches.run_id is
  'The only run that it halts: an account that reached its drawdown limit in a run over the past is not halted today. Null: every continuous run.';
create index kill_switches_of_runs on kill_switches (tenant_id, run_id) where run_id is not null and released_ms is null;

create or replace view due_halts with (security_invoker = true) as
  select b.track, b.shard, b.tenant_id, b.account_id, b.run_id, k.id as halt_id, k.since_ms
  from kill_switches k
  join books b on b.tenant_id = k.tenant_id and b.broken_by is null
  join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id and r.kind = 'live' and r.state = 'running'
  where k.released_ms is null and k.verb <> 'block_entries' and k.run_id is null
    and case k.scope
      when 'all' then true
      when 'workspace' then true
      when 'account' then k.subject = b.account_id::text
      when 'instrument' then (select i.base from instruments i where i.symbol = k.subject) = any (b.assets)
      else false
    end
    and not exists (
      select from halt_acts a
      where a.tenant_id = b.tenant_id and a.account_id = b.account_id and a.run_id = b.run_id and a.halt_id = k.id
    );
