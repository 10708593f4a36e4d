import { CORRELATION_UNDEFINED, type Snapshot, type SnapshotInstrument } from "../market/snapshot.ts";

/** What a decision reads of a close beside its prices. */
type Reading = Pick<Snapshot, "instruments" | "market" | "correlationsBps">;

/** Taken now: a close may forget what it was not asked for before the next one. */
function readingOf({ instruments, market, correlationsBps }: Snapshot): Reading {
  return {
    instruments: instruments.map(({ symbol, bar, features }) => ({ symbol, bar, features: [...features] })),
    ...(market === undefined ? {} : { market: { names: market.names, values: [...market.values] } }),
    ...(correlationsBps === undefined ? {} : { correlationsBps: correlationsBps.slice() }),
  };
}

/** The same names without a value: what is known before the first reading comes. */
function unknownAs({ instruments, market, correlationsBps }: Reading): Reading {
  return {
    instruments: instruments.map(({ symbol, bar }) => ({ symbol, bar, features: [] })),
    ...(market === undefined ? {} : { market: { names: market.names, values: market.names.map(() => undefined) } }),
    ...(correlationsBps === undefined ? {} : { correlationsBps: new Int16Array(correlationsBps.length).fill(CORRELATION_UNDEFINED) }),
  };
}

/** Prices as they are with features as they stood: none where the instrument had no bar then. */
function seenLate(now: SnapshotInstrument, { features = [] }: Partial<SnapshotInstrument>, featureCount: number): SnapshotInstrument {
  const { symbol, bar } = now;
  if (bar === undefined) return { symbol, bar, features: [] };
  return { symbol, bar, features: Array.from({ length: featureCount }, (_, index) => features[index]) };
}

/** All of a close but what is read late. */
function headOf(close: Snapshot): Omit<Snapshot, keyof Reading> {
  const { lineageId, isSynthetic, timeframeMs, closeMs, originMs, previousHash, capabilities, featureNames, places } = close;
  const head = { lineageId, isSynthetic, timeframeMs, closeMs, originMs, previousHash, capabilities, featureNames };
  return places === undefined ? head : { ...head, places };
}

/**
 * The closes of a lineage as one sees them whose data is so many bars late: features, regime and
 * correlations are those of an earlier close, while prices, fills and marks stay those of the moment. Whole
 * triangles of correlations are remembered, so that the lineage must have them.
 */
export function* lateCloses(closes: Iterable<Snapshot>, barsLate: number): Generator<Snapshot, undefined> {
  const readings: Reading[] = [];
  for (const close of closes) {
    const now = readingOf(close);
    readings.push(now);
    const seen = readings.length > barsLate ? readings.shift() : undefined;
    const { instruments, ...market } = seen ?? unknownAs(now);
    const late = now.instruments.map((instrument, place) => seenLate(instrument, instruments[place] ?? {}, close.featureNames.length));
    yield { ...headOf(close), ...market, instruments: late };
  }
}
