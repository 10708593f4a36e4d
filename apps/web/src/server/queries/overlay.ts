import type { Tx } from "../database.ts";
import type { MarketOverlay } from "../contract/market.ts";

export async function readOverlay(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined; readonly symbol: string; readonly fromMs: number; readonly toMs: number }): Promise<MarketOverlay> {
  throw new Error("not written yet");
}
