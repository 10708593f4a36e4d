import type { RegimeChange } from "../contract/strategy.ts";
import type { Tx } from "../database.ts";

type ChangeRow = {
  readonly close_ms: number;
  readonly from_regime: string | null;
  readonly regime: string;
  readonly confidence: number;
  readonly volatility_index: number;
  readonly trend: -1 | 0 | 1;
};

/**
 * Walks the closes back from the newest and stops at the limit, so that a year of changes costs what
 * its last ones cost. It begins one close before the span, where there is one: what it changed from
 * is what stood there, however long ago that was.
 */
export const REGIME_CHANGES = `
  select c.close_ms, c.from_regime, c.regime, c.confidence, c.volatility_index, c.trend
    from (select r.close_ms, r.regime, r.confidence, r.volatility_index, r.trend, lead(r.regime) over (order by r.close_ms desc) as from_regime
            from regimes r
           where r.lineage_id = $1 and r.close_ms <= $3
             and r.close_ms >= coalesce((select p.close_ms from regimes p where p.lineage_id = $1 and p.close_ms <= $2 order by p.close_ms desc limit 1), $2)) c
   where c.from_regime is distinct from c.regime
   order by c.close_ms desc limit $4`;

/**
 * Regimes that began within (fromMs, toMs], newest first, at most `limit`; behind them, with no `from`,
 * the one that stood when the span began.
 */
export async function readRegimeChanges(
  tx: Tx,
  of: { readonly lineageId: string; readonly fromMs: number; readonly toMs: number; readonly limit: number },
): Promise<readonly RegimeChange[]> {
  const rows = await tx.rows<ChangeRow>(REGIME_CHANGES, [of.lineageId, of.fromMs, of.toMs, of.limit]);
  return rows.map((row) => ({
    closeMs: row.close_ms,
    from: row.from_regime,
    regime: row.regime,
    confidence: row.confidence,
    volatilityIndex: row.volatility_index,
    trend: row.trend,
  }));
}
