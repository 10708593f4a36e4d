import type { FillModel } from "./fill-model.ts";
import { drawWord, WORD_BITS } from "./fill-draw.ts";
import type { LatencyRange } from "./fill-model-spec.ts";
import type { FillRequest } from "./fill-model.ts";

/** Milliseconds, drawn evenly from the range, both ends in it. */
export function drawLatencyMs({ venue, order }: FillRequest, { min, max }: LatencyRange): number {
  const { sha256, writer, seed } = venue;
  const word = drawWord({ sha256, writer, seed, orderId: order.id, n: order.fillCount + 1 }, "latency");
  return min + Number((BigInt(max - min + 1) * word) >> WORD_BITS);
}

/** A model whose orders take their time to the venue: the market goes on before they meet it. */
export function withLatency(model: FillModel, range: LatencyRange): FillModel {
  return { ...model, fill: (request, facts) => model.fill({ ...request, latencyMs: drawLatencyMs(request, range) }, facts) };
}
