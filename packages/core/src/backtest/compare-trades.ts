import type { FillRow } from "../decision/booking.ts";

/** A fill as two runs of one stretch of time are compared by: nothing in it names its run. */
export type Trade = Pick<FillRow, "atMs" | "symbol" | "side" | "quantity" | "priceUnits" | "feeUnits" | "why">;

/** In what two fills of one trade can differ. */
export type TradeAspect = "time" | "price" | "size" | "fee" | "cause";

/**
 * One line of a comparison. `missing`: the expected run has it and the actual one has not; `extra`:
 * the other way about.
 */
export type TradeMatch<Of extends Trade = Trade> =
  | { readonly verdict: "same"; readonly actual: Of; readonly expected: Of }
  | { readonly verdict: "differs"; readonly actual: Of; readonly expected: Of; readonly differs: readonly TradeAspect[] }
  | { readonly verdict: "missing"; readonly expected: Of }
  | { readonly verdict: "extra"; readonly actual: Of };

export type TradeVerdict = TradeMatch["verdict"];

/** Matches in the order of time, and how many there are of each verdict. */
export type TradeComparison<Of extends Trade = Trade> = {
  readonly matches: readonly TradeMatch<Of>[];
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

function matchOf<Of extends Trade>(actual: Of, expected: Of): TradeMatch<Of> {
  const differs = differencesOf(actual, expected);
  return differs.length === 0 ? { verdict: "same", actual, expected } : { verdict: "differs", actual, expected, differs };
}

/** Trades by instrument and side, each list in the order of time. */
function bySide<Of extends Trade>(trades: readonly Of[]): ReadonlyMap<string, readonly Of[]> {
  const lists = new Map<string, Of[]>();
  for (const trade of trades) {
    const key = `${trade.symbol} ${trade.side}`;
    const list = lists.get(key) ?? [];
    list.push(trade);
    lists.set(key, list);
  }
  return new Map([...lists].map(([key, list]) => [key, list.sort((left, right) => left.atMs - right.atMs)]));
}

type Paired<Of extends Trade> = {
  readonly matches: readonly TradeMatch<Of>[];
  readonly actual: readonly Of[];
  readonly expected: readonly Of[];
};

/** Pairs fills of one key in their order, and leaves the others. */
function pairBy<Of extends Trade>(keyOf: (trade: Trade) => string, left: Omit<Paired<Of>, "matches">): Paired<Of> {
  const waiting = new Map<string, Of[]>();
  for (const trade of left.expected) {
    const queue = waiting.get(keyOf(trade)) ?? [];
    queue.push(trade);
    waiting.set(keyOf(trade), queue);
  }
  const matches: TradeMatch<Of>[] = [];
  const actual: Of[] = [];
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
function pairNearby<Of extends Trade>({ actual, expected }: Omit<Paired<Of>, "matches">, apartMsMax: number): readonly TradeMatch<Of>[] {
  const matches: TradeMatch<Of>[] = [];
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
export function compareTrades<Of extends Trade>(of: {
  readonly actual: readonly Of[];
  readonly expected: readonly Of[];
  readonly apartMsMax: number;
}): TradeComparison<Of> {
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
export function areTradesSame({ counts }: Pick<TradeComparison, "counts">): boolean {
  return counts.differs + counts.missing + counts.extra === 0;
}
