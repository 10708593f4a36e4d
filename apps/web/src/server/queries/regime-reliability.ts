import { benchmarkOf } from "@ballast/core/features/benchmark";
import type { Regime } from "@ballast/core/regime/regime";
import { reliabilityBins } from "@ballast/core/regime/reliability";
import type { RegimeReliability } from "../contract/strategy.ts";
import type { Tx } from "../database.ts";
import { requireLineage } from "./regime-lineage.ts";

/** The stretch that is held against what it said, and thereby the most rows: 17,544 of hourly bars. */
const SPAN_MS = 731 * 86_400_000;
/** Of five percent each. */
const BINS = 20;

type StatedRow = { readonly close_ms: number; readonly regime: Regime; readonly confidence: number };

/**
 * How the confidences of a market's last two years turned out. The rows are counted by the rule that
 * the confidence itself is tested by, rather than by a second one in SQL.
 */
export async function readRegimeReliability(tx: Tx, of: { readonly marketKey: string }): Promise<RegimeReliability> {
  const { id, universe, lastMs } = await requireLineage(tx, of.marketKey);
  const rows = await tx.rows<StatedRow>(
    "select r.close_ms, r.regime, r.confidence from regimes r where r.lineage_id = $1 and r.close_ms > $2 and r.close_ms <= $3",
    [id, (lastMs ?? 0) - SPAN_MS, lastMs ?? 0],
  );
  const bins = reliabilityBins(
    rows.map(({ close_ms: closeMs, regime, confidence }) => ({ closeMs, regime, confidence })),
    BINS,
  );
  return { benchmark: benchmarkOf(universe), hours: bins.reduce((sum, { hours }) => sum + hours, 0), bins };
}
