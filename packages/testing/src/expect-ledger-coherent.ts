import type { Pool } from "pg";
import { expect } from "vitest";

/** What must never have a row. Each is asked over the whole database, by its owner, who sees every workspace. */
const CONTRADICTIONS: Readonly<Record<string, string>> = {
  "a ledger transaction that does not sum to zero per asset":
    "select tenant_id, account_id, run_id, ledger_seq, asset, sum(units) from postings group by 1, 2, 3, 4, 5 having sum(units) <> 0",
  "a ledger transaction without all of its postings": `
    select t.tenant_id, t.account_id, t.run_id, t.ledger_seq, t.posting_count, count(p.n)
    from ledger_transactions t left join postings p using (tenant_id, account_id, run_id, ledger_seq, at_ms)
    group by 1, 2, 3, 4, 5 having count(p.n) <> t.posting_count`,
  "a posting without its transaction": `
    select p.* from postings p left join ledger_transactions t using (tenant_id, account_id, run_id, ledger_seq, at_ms) where t.ledger_seq is null`,
  "an asset that does not sum to zero over all books": "select asset, sum(units) from postings group by 1 having sum(units) <> 0",
  "a balance that is not the sum of its postings": `
    select b.* from balances b left join postings p
      on p.tenant_id = b.tenant_id and p.account_id = b.account_id and p.run_id = b.run_id and p.asset = b.asset and p.ledger_account = 'account'
    group by b.tenant_id, b.account_id, b.run_id, b.asset having b.units <> coalesce(sum(p.units), 0)`,
  "a break in a ledger chain": `
    select * from (select tenant_id, account_id, run_id, ledger_seq, previous_hash,
      lag(hash, 1, decode(repeat('00', 32), 'hex')) over book as before_hash, row_number() over book as place
      from ledger_transactions window book as (partition by tenant_id, account_id, run_id order by ledger_seq)) chain
    where ledger_seq <> place or previous_hash <> before_hash`,
  "a break in a receipt chain": `
    select * from (select tenant_id, account_id, run_id, receipt_seq, previous_hash,
      lag(hash, 1, decode(repeat('00', 32), 'hex')) over book as before_hash, row_number() over book as place
      from receipts window book as (partition by tenant_id, account_id, run_id order by receipt_seq)) chain
    where receipt_seq <> place or previous_hash <> before_hash`,
  "a break in an audit chain": `
    select * from (select tenant_id, audit_seq, previous_hash,
      lag(hash, 1, decode(repeat('00', 32), 'hex')) over workspace as before_hash, row_number() over workspace as place
      from audit_log window workspace as (partition by tenant_id order by audit_seq)) chain
    where audit_seq <> place or previous_hash <> before_hash`,
  "a book whose heads are not its last rows": `
    select b.tenant_id, b.account_id, b.run_id, b.receipt_seq, b.ledger_seq from books b
    where b.receipt_seq <> (select count(*) from receipts r where (r.tenant_id, r.account_id, r.run_id) = (b.tenant_id, b.account_id, b.run_id))
       or b.ledger_seq <> (select count(*) from ledger_transactions t where (t.tenant_id, t.account_id, t.run_id) = (b.tenant_id, b.account_id, b.run_id))`,
  "a fill that no ledger transaction books": `
    select f.* from fills f left join ledger_transactions t using (tenant_id, account_id, run_id, ledger_seq) where t.ledger_seq is null`,
  "an order whose fills do not add up to what it says": `
    select o.tenant_id, o.account_id, o.run_id, o.id, o.filled_quantity, sum(f.quantity) from orders o
    left join fills f on f.tenant_id = o.tenant_id and f.account_id = o.account_id and f.run_id = o.run_id and f.order_id = o.id
    group by o.tenant_id, o.account_id, o.run_id, o.id having o.filled_quantity <> coalesce(sum(f.quantity), 0)`,
  "an order whose state is not that of its last event": `
    select * from (select distinct on (e.tenant_id, e.account_id, e.run_id, e.order_id) o.id, o.state, e.to_state
      from order_events e join orders o on o.tenant_id = e.tenant_id and o.account_id = e.account_id and o.run_id = e.run_id and o.id = e.order_id
      order by e.tenant_id, e.account_id, e.run_id, e.order_id, e.n desc) last where state <> to_state`,
};

/** Fails with the first rows that contradict each other, after whatever a test has done to the books. */
export async function expectLedgerCoherent(owner: Pool): Promise<void> {
  for (const [what, sql] of Object.entries(CONTRADICTIONS)) {
    const { rows } = await owner.query(`select * from (${sql}) contradiction limit 5`);
    expect(rows, what).toEqual([]);
  }
}
