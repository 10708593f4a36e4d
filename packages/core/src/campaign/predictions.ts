import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { MarketReading, Reading } from "../strategy/governed/reading.ts";
import { ruleOutlook, type Outlook } from "./outlook.ts";

/** What one instrument's price may become by a model. */
export type Prediction = Outlook & { readonly symbol: string };

/**
 * Who says what may become of prices: an input of the decision (STR3, STR4). The rules make their
 * outlook of the snapshot itself, so the word is all there is to hash; a model's stand here, ordered by
 * symbol, for nothing that is stored with the snapshot tells them again.
 */
export type Predictions =
  | { readonly kind: "rules" }
  | {
      readonly kind: "model";
      readonly modelId: string;
      readonly isApproved: boolean;
      readonly bySymbol: readonly Prediction[];
    };

/** No model is loaded. */
export const BY_RULES: Predictions = { kind: "rules" };

/** What is predicted of an instrument; undefined where the model that is loaded says nothing of it. */
export function outlookBy(predictions: Predictions, reading: Reading, market: MarketReading): Outlook | undefined {
  if (predictions.kind === "rules") return ruleOutlook(reading, market);
  return predictions.bySymbol.find(({ symbol }) => symbol === reading.symbol);
}

/** Canonical form of predictions; models whose predictions are not in symbol order are a broken invariant. */
export function writePredictions(writer: CanonicalWriter, predictions: Predictions): void {
  writer.bool(predictions.kind === "model");
  if (predictions.kind === "rules") return;
  const { modelId, isApproved, bySymbol } = predictions;
  bySymbol.forEach(({ symbol }, index) => {
    const before = bySymbol[index - 1]?.symbol;
    if (before !== undefined && before >= symbol) throw new RangeError(`predictions: ${symbol} stands after ${before}`);
  });
  writer.text(modelId).bool(isApproved);
  writer.list(bySymbol, ({ symbol, reboundBps, continuationBps }) => writer.text(symbol).u32(reboundBps).u32(continuationBps));
}

export function readPredictions(reader: CanonicalReader): Predictions {
  if (!reader.bool()) return BY_RULES;
  return {
    kind: "model",
    modelId: reader.text(),
    isApproved: reader.bool(),
    bySymbol: reader.list(() => ({ symbol: reader.text(), reboundBps: reader.u32(), continuationBps: reader.u32() })),
  };
}
