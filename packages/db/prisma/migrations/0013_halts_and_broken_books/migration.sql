-- Halts that act at once, and books that a broken invariant has stopped.

set local role ballast_owner;

create table halt_acts (
  tenant_id uuid,
  account_id uuid,
  run_id uuid,
  halt_id uuid,
  at_ms int8 not null,
  seq int4 not null check (seq >= 0),
  primary key (tenant_id, account_id, run_id, halt_id),
  foreign key (tenant_id, account_id, run_id) references books,
  foreign key (tenant_id, halt_id) references kill_switches
);
comment on table halt_acts is
  'Which slot of kind halt carried out which halt in a book: written in its commit, so that no halt acts twice in one book.';
call forbid_changes('halt_acts');
call isolate_tenants('halt_acts', engine => true, integrity => false);
grant select, insert on halt_acts to ballast_engine;
grant select on halt_acts to ballast_web;

alter table books add column broken_by uuid, add foreign key (tenant_id, broken_by) references kill_switches;
comment on column books.broken_by is
  'The halt that a failure of this book''s own has set: nothing is claimed for the book until a person releases that halt. next_slot_ms names the slot that failed.';
grant update (broken_by) on books to ballast_engine;

-- Blocking entries has nothing to act on: each decision reads it. The other verbs cancel or sell, and
-- a book owes each of them a slot as long as the halt is in force.
create view due_halts with (security_invoker = true) as
  select b.track, b.shard, b.tenant_id, b.account_id, b.run_id, k.id as halt_id, k.since_ms
  from kill_switches k
  join books b on b.tenant_id = k.tenant_id and b.broken_by is null
  join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id and r.kind = 'live' and r.state = 'running'
  where k.released_ms is null and k.verb <> 'block_entries'
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
comment on view due_halts is 'Halts in force that a continuous book has not carried out yet.';
grant select on due_halts to ballast_engine;
