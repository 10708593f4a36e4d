import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import type { SyntheticMarket } from "../../marketdata/synthetic/synthetic-market.ts";
import type { UpcomingOpens } from "../../marketdata/lineage-sealer.ts";

/** Where each coin trades right after a close: a quote for the paper venue, kept beside the snapshot and outside its hash. */
export function upcomingOpensOf(synthetic: SyntheticMarket, timeframeMs: number): UpcomingOpens {
  return (closeMs) =>
    new Map(
      syntheticSymbols().flatMap((symbol) => {
        const open = synthetic.columns(symbol, { fromMs: closeMs, toMs: closeMs + timeframeMs }).open[0];
        return open === undefined ? [] : [[symbol, open] as const];
      }),
    );
}
