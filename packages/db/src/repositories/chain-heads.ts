import type { Pool } from "pg";

export type ChainHead = {
  readonly chain: "ledger" | "receipts" | "audit";
  readonly subject: string;
  readonly seq: number;
  readonly hash: Uint8Array;
};

/** The head of every chain: two per book, one per workspace, in a fixed order. */
export async function readChainHeads(pool: Pool): Promise<ChainHead[]> {
  const { rows } = await pool.query<{ chain: ChainHead["chain"]; subject: string; seq: number; hash: Buffer }>(
    `select 'audit' as chain, tenant_id::text as subject, audit_seq as seq, audit_hash as hash from audit_heads
     union all select 'ledger', concat_ws('/', tenant_id, account_id, run_id), ledger_seq, ledger_hash from books
     union all select 'receipts', concat_ws('/', tenant_id, account_id, run_id), receipt_seq, receipt_hash from books
     order by chain, subject`,
  );
  return rows;
}
