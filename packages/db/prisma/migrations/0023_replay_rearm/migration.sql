-- The demo trades on a replay clock, in a run that is live by kind: one market hour a second, with nobody
-- to release a trigger each market day. The guard that no live run releases its own halts broke its books
-- at the first release. What nobody may leave to a clock is the wall: there only people release.

set local role ballast_owner;

-- A replay clock may release where its run was told to when it was opened; a wall clock never.
create or replace function check_release() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  approval approvals;
begin
  if old.released_ms is not null then
    raise exception 'halt % was released at %', old.id, old.released_ms using errcode = 'BL006';
  end if;
  if new.released_by = 'engine' then
    if not exists (
      select from runs r where r.tenant_id = new.tenant_id and r.id = new.run_id and r.clock = 'replay' and r.options ? 'rearmAfterMs'
    ) then
      raise exception 'halt % is released by hand', new.id using errcode = 'BL014';
    end if;
    return null;
  end if;
  if new.release_persons = 2 then
    approval := use_approval(new.tenant_id, 'kill_release', sha256(convert_to(format('kill_release|%s|%s', new.tenant_id, new.id), 'UTF8')));
    if new.released_by not in (approval.requested_by::text, approval.decided_by::text) then
      raise exception 'halt % is released by who asked for it or who approved it', new.id using errcode = 'BL014';
    end if;
  end if;
  return null;
end
$$;
