import { CORRELATION_UNDEFINED, type Snapshot, type SnapshotInstrument } from "./snapshot.ts";

/** A correlation of one. */
const WHOLE_BPS = 10_000;

/** Where a value of the market as a whole stands. As with features, a name that the snapshot does not hold is a broken invariant. */
export function marketPlaceOf(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`the snapshot has no market value ${name}; it has ${names.length === 0 ? "none" : names.join(", ")}`);
  return index;
}

/**
 * A value of the market as a whole: undefined while it warms up. Who may meet a snapshot without market values asks
 * for `snapshot.market` first.
 */
export function marketValueOf({ market }: Snapshot, name: string): number | undefined {
  const index = marketPlaceOf(market?.names ?? [], name);
  return market?.values[index];
}

/** Where a symbol stands in a snapshot; −1 where it holds none of that name. */
export function placeIn(snapshot: Snapshot, symbol: string): number {
  const { places } = snapshot;
  // The list is asked for where it is needed alone: a close that is a row makes its instruments for who asks.
  if (places === undefined) return snapshot.instruments.findIndex((instrument) => instrument.symbol === symbol);
  return places.get(symbol) ?? -1;
}

/** The instrument of a symbol; undefined where the snapshot holds none. */
export function instrumentIn(snapshot: Snapshot, symbol: string): SnapshotInstrument | undefined {
  const place = placeIn(snapshot, symbol);
  if (place < 0) return undefined;
  return snapshot.instrumentAt === undefined ? snapshot.instruments[place] : snapshot.instrumentAt(place);
}

function instrumentIndex(snapshot: Snapshot, symbol: string): number {
  const index = placeIn(snapshot, symbol);
  if (index < 0) throw new RangeError(`the snapshot has no instrument ${symbol}`);
  return index;
}

function countOf(snapshot: Snapshot): number {
  return snapshot.places?.size ?? snapshot.instruments.length;
}

/** Where a pair (low < high, universe order) stands in the upper triangle of `count` instruments. */
export function pairIndex(low: number, high: number, count: number): number {
  return low * count - (low * (low + 1)) / 2 + (high - low - 1);
}

/**
 * The correlation of two instruments in basis points, whichever is named first; 10,000 with itself.
 * Undefined while it warms up or where a price did not move, and in a snapshot without correlations.
 */
export function correlationBpsOf(snapshot: Snapshot, left: string, right: string): number | undefined {
  const from = instrumentIndex(snapshot, left);
  const to = instrumentIndex(snapshot, right);
  if (from === to) return WHOLE_BPS;
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  const bps = snapshot.pairsBps?.at(low, high) ?? snapshot.correlationsBps?.[pairIndex(low, high, countOf(snapshot))];
  return bps === CORRELATION_UNDEFINED ? undefined : bps;
}
