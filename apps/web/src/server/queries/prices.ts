import type { Prices } from "@ballast/core/ledger/equity";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import type { Tx } from "../database.ts";
import { readInstruments } from "./instruments.ts";

/** Closes of the lineage's last snapshot at or before a time: what the books were marked with. */
export async function readPrices(tx: Tx, of: { readonly lineageId: string; readonly atMs: number }): Promise<Prices | undefined> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    "select body from snapshots where lineage_id = $1 and close_ms <= $2 order by close_ms desc limit 1",
    [of.lineageId, of.atMs],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const snapshot = decodeSnapshot(row.body);
  const instruments = await readInstruments(
    tx,
    snapshot.instruments.map(({ symbol }) => symbol),
  );
  return { snapshot, instruments };
}
