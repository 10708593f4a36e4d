import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import { roundToStep } from "../money/step.ts";
import type { OpenOrder } from "../orders/order.ts";
import { wantedQuantity, waiting, type BarPath, type Execution, type FillModel, type FillRequest } from "./fill-model.ts";

const WHOLE_BPS = 10_000n;

export type Participation = {
  /** Most of a bar's volume that one order takes, in basis points. */
  readonly participationBps: number;
  /** Bars that an entry is worked for, from the one that it was made before. */
  readonly barsMax: number;
};

/** Whether this bar is the last that an entry is worked in. What lowers risk is worked until it is done. */
function isLastBar(order: OpenOrder, bar: BarPath, barsMax: number): boolean {
  return order.purpose === "entry" && bar.openMs + bar.durationMs >= order.createdMs + barsMax * bar.durationMs;
}

/** Less than the venue trades: it would take no protection for it (EXE3). */
function isTooSmall(instrument: Instrument, bar: BarPath, quantity: bigint): boolean {
  if (quantity < instrument.quantityMinUnits) return true;
  return notionalUnits({ priceUnits: bar.low, quantity, pair: instrument, mode: "floor" }) < instrument.notionalMinUnits;
}

/**
 * What this bar gives of an order: a part of its volume, in lots. Nothing of an entry where that is less
 * than the venue trades; and where only so much would be left, that as well.
 */
function sliceOf({ order, instrument }: FillRequest, bar: BarPath, { participationBps }: Participation): bigint {
  const part = (bar.volume * BigInt(participationBps)) / WHOLE_BPS;
  const cap = roundToStep({ units: part, stepUnits: instrument.lotUnits, mode: "floor" });
  if (cap === 0n || (order.purpose === "entry" && isTooSmall(instrument, bar, cap))) return 0n;
  if (order.quoteBudget !== undefined) return cap;
  const wanted = wantedQuantity(order);
  return wanted <= cap || isTooSmall(instrument, bar, wanted - cap) ? wanted : cap;
}

function workInBar(model: FillModel, request: FillRequest, of: { readonly bar: BarPath; readonly terms: Participation }): Execution {
  const { order } = request;
  const { bar, terms } = of;
  const slice = sliceOf(request, bar, terms);
  const execution = slice === 0n ? waiting(order) : model.fill({ ...request, quantityMax: slice }, { kind: "bar", bar });
  const { rest } = execution;
  if (rest.is !== "waiting" || !isLastBar(order, bar, terms.barsMax)) return execution;
  return { ...execution, rest: { is: "cancelled", quantity: rest.quantity, reason: "PARTICIPATION_OVER" } };
}

/**
 * A model whose orders take a part of each bar's volume and no more: what is left goes on in the next
 * bar. An entry is worked for `barsMax` bars, the missing ones counted, and its rest is cancelled; a
 * sale is worked until it is done. A protection is not worked: on a venue it is a market order that
 * takes what stands there, so its size shows in its price and never in a rest without a stop.
 *
 * At an opening price no volume is known yet: orders wait for the bar.
 */
export function withParticipation(model: FillModel, terms: Participation): FillModel {
  return {
    ...model,
    fill: (request, facts) => {
      if (request.order.kind !== "market") return model.fill(request, facts);
      if (facts.kind === "open") return waiting(request.order);
      return facts.kind === "bar" ? workInBar(model, request, { bar: facts.bar, terms }) : model.fill(request, facts);
    },
  };
}
