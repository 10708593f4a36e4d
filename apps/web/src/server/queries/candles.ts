import type { Tx } from "../database.ts";
import type { CandlePage } from "../contract/market.ts";

export async function readCandles(_tx: Tx, _of: { readonly marketKey: string; readonly symbol: string; readonly beforeMs?: number | undefined; readonly limit: number }): Promise<CandlePage> {
  throw new Error("not written yet");
}
