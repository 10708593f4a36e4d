const lastMark = (since: string): string => `(
  select r.equity_units from receipts r
   where r.tenant_id = (select tenant_id()) and r.account_id = a.id and r.run_id = b.run_id and r.at_ms < day.start_ms ${since}
   order by r.receipt_seq desc limit 1)`;

/**
 * The equity with which the day of the market that book `b` of account `a` follows opened, `day.start_ms`:
 * the last mark before it, however old, so that a book which stood still has neither won nor lost today.
 * Null where the book is younger than the day. The week before is looked through first: it is one
 * partition or two, and nearly always has the mark.
 */
export const DAY_OPEN = `case
  when b.next_slot_ms <= day.start_ms then b.equity_units
  when b.opened_ms < day.start_ms then coalesce(${lastMark("and r.at_ms >= day.start_ms - 604800000")}, ${lastMark("")}) end`;
