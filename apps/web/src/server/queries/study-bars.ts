import { TRPCError } from "@trpc/server";
import type { Candle } from "../contract/market.ts";
import type { TenantTx } from "../database.ts";
import { studyTermsOf } from "../mappers/study.ts";
import { readBars } from "./bars.ts";
import { holdoutsOf, readHoldouts } from "./lab-holdouts.ts";
import { requireStudyLine } from "./studies.ts";

/** Most bars around a trade: one that was held for years is drawn to its last bar. */
const BARS_MAX = 600;

/** Bars of a study's own series around one of its trades; those after it end where a closed holdout begins. */
export async function readStudyBars(
  tx: TenantTx,
  of: { readonly studyId: string; readonly symbol: string; readonly fromMs: number; readonly toMs: number },
): Promise<readonly Candle[]> {
  const { spec } = await requireStudyLine(tx, of.studyId);
  const { source, timeframeMs } = studyTermsOf(spec);
  const series = await tx.models.series.findFirst({ where: { source, timeframeMs, symbol: of.symbol } });
  if (series === null) throw new TRPCError({ code: "NOT_FOUND", message: "The bars of this study are not stored any more." });
  const closed = holdoutsOf(await readHoldouts(tx), { source, instruments: [of.symbol], timeframeMs }).filter(
    ({ opened }) => opened === undefined,
  );
  const toMs = Math.min(of.toMs, ...closed.map(({ fromMs }) => fromMs));
  const limit = Math.min(BARS_MAX, Math.ceil((toMs - of.fromMs) / timeframeMs) + 1);
  if (limit <= 0) return [];
  const { id, symbol, isSynthetic } = series;
  const bars = await readBars(tx, { series: { id, symbol, isSynthetic, timeframeMs }, beforeMs: toMs, limit });
  return bars.filter(({ tsMs }) => tsMs >= of.fromMs).map(({ tsMs, ...prices }) => ({ openMs: tsMs, ...prices }));
}
