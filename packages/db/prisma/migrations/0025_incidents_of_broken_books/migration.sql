-- A book that broke was halted and audited, and stood in no list of incidents: whoever asked for what was
-- open read that nothing was.

set local role ballast_owner;

alter table incidents drop constraint incidents_kind_check,
  add constraint incidents_kind_check check (kind in ('REPLAY_MISMATCH', 'FEATURES_MISMATCH', 'BOOK_BROKEN'));
comment on table incidents is
  'Stored rows that are not what replay makes of them, and books that could not go on: BOOK_BROKEN has the id of its halt. Wall clock; one row per finding, however often it is found.';
