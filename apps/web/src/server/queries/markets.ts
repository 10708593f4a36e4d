import type { Tx } from "../database.ts";
import type { MarketView } from "../contract/market.ts";

export async function listMarkets(_tx: Tx, _at: { readonly nowMs: number }): Promise<readonly MarketView[]> {
  throw new Error("not written yet");
}
