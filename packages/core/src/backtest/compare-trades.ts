import type { FillRow } from "../decision/booking.ts";

/** A fill as two runs of one stretch of time are compared by: nothing in it names its run. */
export type Trade = Pick<FillRow, "atMs" | "symbol" | "side" | "quantity" | "priceUnits" | "feeUnits" | "why">;

/** In what two fills of one trade can differ. */
export type TradeAspect = "time" | "price" | "size" | "fee" | "cause";

/**
 * One line of a comparison. `missing`: the expected run has it and the actual one has not; `extra`:
 * the other way about.
 */
export type TradeMatch =
  | { readonly verdict: "same"; readonly actual: Trade; readonly expected: Trade }
  | { readonly verdict: "differs"; readonly actual: Trade; readonly expected: Trade; readonly differs: readonly TradeAspect[] }
  | { readonly verdict: "missing"; readonly expected: Trade }
  | { readonly verdict: "extra"; readonly actual: Trade };

export type TradeVerdict = TradeMatch["verdict"];

/** Matches in the order of time, and how many there are of each verdict. */
export type TradeComparison = {
  readonly matches: readonly TradeMatch[];
  readonly counts: Readonly<Record<TradeVerdict, number>>;
};

function differencesOf(actual: Trade, expected: Trade): readonly TradeAspect[] {
  const same: Readonly<Record<TradeAspect, boolean>> = {
    time: actual.atMs === expected.atMs,
    price: actual.priceUnits === expected.priceUnits,
    size: actual.quantity === expected.quantity,
    fee: actual.feeUnits === expected.feeUnits,
    cause: actual.why === expected.why,
  };
  return (["time", "price", "size", "fee", "cause"] as const).filter((aspect) => !same[aspect]);
}

function matchOf(actual: Trade, expected: Trade): TradeMatch {
  const differs = differencesOf(actual, expected);
  return differs.length === 0 ? { verdict: "same", actual, expected } : { verdict: "differs", actual, expected, differs };
}

/** Trades by instrument and side, each list in the order of time. */
function bySide(trades: readonly Trade[]): ReadonlyMap<string, readonly Trade[]> {
  const lists = new Map<string, Trade[]>();
  for (const trade of trades) {
    const key = `${trade.symbol} ${trade.side}`;
    const list = lists.get(key) ?? [];
    list.push(trade);
    lists.set(key, list);
  }
  return new Map([...lists].map(([key, list]) => [key, list.sort((left, right) => left.atMs - right.atMs)]));
}

type Paired = { readonly matches: readonly TradeMatch[]; readonly actual: readonly Trade[]; readonly expected: readonly Trade[] };

/** Pairs fills of one key in their order, and leaves the others. */
function pairBy(keyOf: (trade: Trade) => string, left: Omit<Paired, "matches">): Paired {
  const waiting = new Map<string, Trade[]>();
  for (const trade of left.expected) {
    const queue = waiting.get(keyOf(trade)) ?? [];
    queue.push(trade);
    waiting.set(keyOf(trade), queue);
  }
  const matches: TradeMatch[] = [];
  const actual: Trade[] = [];
  for (const trade of left.actual) {
    const pair = waiting.get(keyOf(trade))?.shift();
    if (pair === undefined) actual.push(trade);
    else matches.push(matchOf(trade, pair));
  }
  return { matches, actual, expected: [...waiting.values()].flat() };
}

const momentOf = ({ atMs }: Trade): string => String(atMs);
const allOf = ({ atMs, quantity, priceUnits, feeUnits, why }: Trade): string => [atMs, quantity, priceUnits, feeUnits, why].join(" ");

/** Pairs what lies at most so far apart, the earlier ones first; the rest is extra or missing. */
function pairNearby({ actual, expected }: Omit<Paired, "matches">, apartMsMax: number): readonly TradeMatch[] {
  const matches: TradeMatch[] = [];
  let [at, due] = [0, 0];
  for (;;) {
    const [done, wanted] = [actual[at], expected[due]];
    if (done === undefined && wanted === undefined) return matches;
    if (done !== undefined && wanted !== undefined && Math.abs(done.atMs - wanted.atMs) <= apartMsMax) {
      matches.push(matchOf(done, wanted));
      at += 1;
      due += 1;
    } else if (wanted === undefined || (done !== undefined && done.atMs < wanted.atMs)) {
      if (done !== undefined) matches.push({ verdict: "extra", actual: done });
      at += 1;
    } else {
      matches.push({ verdict: "missing", expected: wanted });
      due += 1;
    }
  }
}

function timeOf(match: TradeMatch): number {
  return match.verdict === "missing" ? match.expected.atMs : match.actual.atMs;
}

/**
 * The fills of two runs over one stretch, trade by trade: what is alike is paired first, then fills of
 * one instrument, side and moment, and those left over are one where they lie at most `apartMsMax` apart. What is still
 * alone is missing or extra. The same lists give the same comparison in whatever order they are given.
 */
export function compareTrades(of: {
  readonly actual: readonly Trade[];
  readonly expected: readonly Trade[];
  readonly apartMsMax: number;
}): TradeComparison {
  const [actual, expected] = [bySide(of.actual), bySide(of.expected)];
  const keys = [...new Set([...actual.keys(), ...expected.keys()])].sort();
  const matches = keys.flatMap((key) => {
    const alike = pairBy(allOf, { actual: actual.get(key) ?? [], expected: expected.get(key) ?? [] });
    const inTime = pairBy(momentOf, alike);
    return [...alike.matches, ...inTime.matches, ...pairNearby(inTime, of.apartMsMax)];
  });
  const counts = { same: 0, differs: 0, missing: 0, extra: 0 };
  for (const { verdict } of matches) counts[verdict] += 1;
  return { matches: matches.sort((left, right) => timeOf(left) - timeOf(right)), counts };
}

/** Whether both runs traded the same to the last unit. */
export function areTradesSame({ counts }: TradeComparison): boolean {
  return counts.differs + counts.missing + counts.extra === 0;
}
