import { describe, expect, it } from "vitest";
import { canonicalBytes, CanonicalReader } from "../numeric/canonical.ts";
import { BY_RULES, readPredictions, writePredictions, type Predictions } from "./predictions.ts";

const MODEL: Predictions = {
  kind: "model",
  modelId: "crypto_kraken_model_20260205_040000",
  isApproved: false,
  bySymbol: [
    { symbol: "BTC/USD", reboundBps: 6_000, continuationBps: 1_000 },
    { symbol: "ETH/USD", reboundBps: 0, continuationBps: 10_000 },
  ],
};
const bytesOf = (predictions: Predictions) => canonicalBytes((writer) => writePredictions(writer, predictions));

describe("predictions", () => {
  it.each([BY_RULES, MODEL])("read back from their bytes: $kind", (predictions) => {
    const reader = new CanonicalReader(bytesOf(predictions));
    expect(readPredictions(reader)).toEqual(predictions);
    reader.end();
  });

  it("are refused out of symbol order: one content has one form", () => {
    expect(() => bytesOf({ ...MODEL, bySymbol: MODEL.bySymbol.toReversed() })).toThrow("BTC/USD stands after ETH/USD");
  });
});
