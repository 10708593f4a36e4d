import { larger, smaller } from "./extremes.ts";

const WHOLE_BPS = 10_000;

/**
 * Correlation of two symbols' hourly returns over 30 days in basis points, −10,000 to 10,000;
 * undefined while it warms up. Order of the two does not matter.
 */
export type CorrelationOf = (left: string, right: string) => number | undefined;

/**
 * Correlations by symbol from the upper triangle that a snapshot carries: row by row, each pair of
 * the universe once, in its order.
 */
export function correlationFromTriangle(symbols: readonly string[], triangleBps: readonly (number | undefined)[]): CorrelationOf {
  const places = new Map(symbols.map((symbol, place) => [symbol, place]));
  return (left, right) => {
    const [one, other] = [places.get(left), places.get(right)];
    if (one === undefined || other === undefined) return undefined;
    if (one === other) return WHOLE_BPS;
    const row = smaller(one, other);
    // The rows above hold n−1, n−2, … pairs.
    const before = (row * (2 * symbols.length - row - 1)) / 2;
    return triangleBps[before + larger(one, other) - row - 1];
  };
}

/** The positions that move with a candidate, or the one whose correlation to it nobody knows. */
export type Cluster = { readonly members: readonly string[]; readonly unknown: string | undefined };

/**
 * The candidate's cluster among what is held (RSK1): everything that hangs together with it by
 * correlations above the threshold, directly or over another member.
 *
 * The policy for what is not known is the cautious one. A held symbol whose correlation with the
 * candidate is unknown is named, and the entry is refused: nobody can say how large the bet would
 * be. Between two held symbols the unknown counts as correlated: they are there already, and a
 * cluster too large only refuses more.
 */
export function clusterOf(of: {
  readonly candidate: string;
  readonly held: readonly string[];
  readonly correlationBpsMax: number;
  readonly correlationBps: CorrelationOf;
}): Cluster {
  const { candidate, held, correlationBpsMax, correlationBps } = of;
  const unknown = held.find((symbol) => correlationBps(candidate, symbol) === undefined);
  const members: string[] = [];
  const frontier = [candidate];
  for (let at = frontier.pop(); at !== undefined; at = frontier.pop()) {
    for (const symbol of held) {
      if (members.includes(symbol) || (correlationBps(at, symbol) ?? Infinity) <= correlationBpsMax) continue;
      members.push(symbol);
      frontier.push(symbol);
    }
  }
  return { members, unknown };
}
