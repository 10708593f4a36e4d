-- A page asks ten thousand accounts for what was refused or entered: a needle among the hours in which
-- nothing was done. Those are not in the index, so it costs the hot path nothing while nobody trades.

set local role ballast_owner;

create index receipts_outcome on receipts (tenant_id, outcome, at_ms desc, receipt_seq desc) where outcome <> 'NO_TRADE';
