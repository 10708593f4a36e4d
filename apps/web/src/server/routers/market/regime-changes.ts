import { z } from "zod";
import type { RegimeChange } from "../../contract/strategy.ts";
import { permitted } from "../../permitted.ts";
import { readRegimeChanges } from "../../queries/regime-changes.ts";
import { findLineageOf } from "../../queries/regime-lineage.ts";
import { key, timeMs } from "../input.ts";

/** Where more happened than this, the newest are drawn. */
const CHANGES_MAX = 1_000;

/** None of a market that seals no regime: its candles are drawn without. */
export const regimeChanges = permitted("market.read")
  .input(z.object({ marketKey: key, fromMs: timeMs, toMs: timeMs }).refine(({ fromMs, toMs }) => fromMs < toMs, "fromMs lies before toMs"))
  .query(async ({ ctx, input }): Promise<readonly RegimeChange[]> => {
    const lineage = await findLineageOf(ctx.tx, input.marketKey);
    if (lineage === undefined) return [];
    return readRegimeChanges(ctx.tx, { lineageId: lineage.id, fromMs: input.fromMs, toMs: input.toMs, limit: CHANGES_MAX });
  });
