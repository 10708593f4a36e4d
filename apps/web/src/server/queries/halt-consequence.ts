import type { HaltConsequence } from "../contract/halt.ts";
import { onlyRow, type Tx } from "../database.ts";
import type { HaltTarget } from "../routers/halt/input.ts";
import { OPEN_STATES } from "./orders.ts";

type Row = { readonly accounts: number; readonly open_orders: number; readonly waiting_entries: number; readonly open_positions: number };

/** What is decided is a model's; what waits and what is held is nobody's. */
const NOTHING: HaltConsequence = { accounts: 0, openOrders: 0, waitingEntries: 0, openPositions: 0 };

/** Open orders and held coins that a halt reaches, in the books that follow their account's market. */
export async function readHaltConsequence(tx: Tx, target: HaltTarget): Promise<HaltConsequence> {
  if (target.scope === "model") return NOTHING;
  const accountId = target.scope === "account" ? target.accountId : null;
  const symbol = target.scope === "instrument" ? target.symbol : null;
  const rows = await tx.rows<Row>(
    `with current as (
       select b.tenant_id, b.account_id, b.run_id, a.base_currency from books b
         join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
        where b.tenant_id = (select tenant_id()) and ($1::uuid is null or b.account_id = $1)),
     resting as (
       select o.account_id, o.purpose from orders o join current using (tenant_id, account_id, run_id)
        where o.state = any($3) and ($2::text is null or o.symbol = $2)),
     held as (
       select h.account_id from balances h join current using (tenant_id, account_id, run_id)
        where h.units > 0 and h.asset <> current.base_currency
          and ($2::text is null or h.asset = (select i.base from instruments i where i.symbol = $2)))
     select (select count(*) from (select account_id from resting union select account_id from held) touched) as accounts,
            (select count(*) from resting) as open_orders,
            (select count(*) from resting where purpose = 'entry') as waiting_entries,
            (select count(*) from held) as open_positions`,
    [accountId, symbol, OPEN_STATES],
  );
  const row = onlyRow(rows, "halt consequence");
  return {
    accounts: row.accounts,
    openOrders: row.open_orders,
    waitingEntries: row.waiting_entries,
    openPositions: row.open_positions,
  };
}
