import type { Candle } from "../../contract/market.ts";
import { permitted } from "../../permitted.ts";
import { readStudyBars } from "../../queries/study-bars.ts";
import { symbol } from "../input.ts";
import { stretch, studyId } from "./input.ts";

/** Bars around one trade of a study. */
export const bars = permitted("lab.read")
  .input(stretch.extend({ studyId, symbol }))
  .query(({ ctx, input }): Promise<readonly Candle[]> => readStudyBars(ctx.tx, input));
