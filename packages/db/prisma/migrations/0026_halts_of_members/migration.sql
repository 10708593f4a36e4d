-- Who halted and when is read by people who decide whether to release: the name and the time of a halt are
-- evidence. The web's login could write any name into them, the engine's too, any time, 1970 among them, and
-- the scope that only the installation sets.

set local role ballast_owner;

-- What the web halts, a person of the workspace halted; a stranger, who is no longer a member, and the engine
-- can't be named. It is dated by the wall clock, because the web may name no run; only the engine dates a
-- halt by a market's time. A day ahead is let through: a clock that is off must not keep anybody from halting.
-- Rows from before stay as they are, and can be released: nothing but an insert of the web is asked.
create policy web_halts_as_member on kill_switches as restrictive for insert to ballast_web
  with check (
    scope <> 'all'
    and exists (
      select from memberships m
      where m.tenant_id = kill_switches.tenant_id and m.person_id::text = kill_switches.set_by and m.removed_at_ms is null
    )
    and since_ms between (select t.created_at_ms from tenants t where t.id = kill_switches.tenant_id) and now_ms() + 86400000
  );
