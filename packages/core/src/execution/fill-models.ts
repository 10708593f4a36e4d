import { BAR_PATH } from "./bar-path.ts";
import { BOOK_REPLAY } from "./book-replay.ts";
import type { FillModel } from "./fill-model.ts";
import type { FillModelSpec } from "./fill-model-spec.ts";
import { withLatency } from "./latency.ts";
import { NEXT_OPEN } from "./next-open.ts";
import { withParticipation } from "./participation.ts";
import { quoteModel } from "./quote.ts";

/** The model that a run, a backtest or a live paper account chose by name; the next open where none is named. */
export function fillModelOf(spec: FillModelSpec | undefined): FillModel {
  switch (spec?.name) {
    case undefined:
    case "next-open":
      return NEXT_OPEN;
    case "bar-path":
      return withParticipation(withLatency(BAR_PATH, spec.latencyMs), spec);
    case "quote":
      return withLatency(quoteModel(spec), spec.latencyMs);
    case "book-replay":
      return withLatency(BOOK_REPLAY, spec.latencyMs);
  }
}
