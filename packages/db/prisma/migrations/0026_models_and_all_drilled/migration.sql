-- A halt can be of a model or of everything; a drill of either was refused, so that the two were never exercised.

set local role ballast_owner;

alter table halt_drills drop constraint halt_drills_scope_check;
alter table halt_drills add constraint halt_drills_scope_check check (scope in ('all', 'workspace', 'account', 'instrument', 'model'));

-- Who drilled and when is evidence as it is of a halt: held to the same law. Rows from before stay as they are.
create policy web_drills_as_member on halt_drills as restrictive for insert to ballast_web
  with check (
    scope <> 'all'
    and exists (
      select from memberships m
      where m.tenant_id = halt_drills.tenant_id and m.person_id::text = halt_drills.asked_by and m.removed_at_ms is null
    )
    and asked_ms between (select t.created_at_ms from tenants t where t.id = halt_drills.tenant_id) and now_ms() + 86400000
  );
