import type { AccountPnl, RealisedRow } from "../contract/account.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { requireBook, type Book, type InAccount } from "./book.ts";

type Row = { readonly label: string; readonly quote: string; readonly realised: bigint; readonly disposals: number; readonly wins: number };

/** A strategy trades thirty instruments at most; months of a century stay below this. */
const ROWS_MAX = 1_200;

/** Realised PnL is proceeds − cost of what was sold, both net of fees; instruments of other quotes keep their own currency. */
async function realisedBy(tx: Tx, book: Book, label: string): Promise<readonly RealisedRow[]> {
  const rows = await tx.rows<Row>(
    `select ${label} as label, i.quote, sum(d.proceeds_units - d.cost_units) as realised, count(*) as disposals,
            count(*) filter (where d.proceeds_units > d.cost_units) as wins
       from lot_disposals d join instruments i on i.symbol = d.symbol
      where d.tenant_id = (select tenant_id()) and d.account_id = $1 and d.run_id = $2
      group by 1, 2
      order by 1
      limit ${String(ROWS_MAX)}`,
    [book.accountId, book.runId],
  );
  return rows.map((row) => ({ label: row.label, realised: money(row.realised, row.quote), disposals: row.disposals, wins: row.wins }));
}

async function feesOf(tx: Tx, book: Book): Promise<bigint> {
  const rows = await tx.rows<{ readonly fee: bigint | null }>(
    "select sum(fee_units) as fee from fills where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and fee_asset = $3",
    [book.accountId, book.runId, book.baseCurrency],
  );
  return rows[0]?.fee ?? 0n;
}

export async function readPnl(tx: Tx, of: InAccount): Promise<AccountPnl> {
  const book = await requireBook(tx, of);
  const byInstrument = await realisedBy(tx, book, "d.symbol");
  const byMonth = await realisedBy(tx, book, "to_char(to_timestamp(d.at_ms / 1000.0) at time zone 'UTC', 'YYYY-MM')");
  const inBase = byInstrument.filter(({ realised }) => realised.asset === book.baseCurrency);
  const total = inBase.reduce((sum, { realised }) => sum + BigInt(realised.units), 0n);
  return { byInstrument, byMonth, realised: money(total, book.baseCurrency), fees: money(await feesOf(tx, book), book.baseCurrency) };
}
