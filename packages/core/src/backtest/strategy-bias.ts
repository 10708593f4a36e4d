/**
 * Whether a strategy knows the future, and how much of the past it needs: asked of its orders and fills,
 * because a feature that is honest can still be read dishonestly.
 */
import type { FillRow } from "../decision/booking.ts";
import type { BarColumns } from "../market/bar.ts";
import { columnsOfBars, concatColumns, firstRowFrom, viewOfColumns } from "../market/columns.ts";
import type { OpenOrder } from "../orders/order.ts";

/** Bars by symbol. */
export type BarHistory = ReadonlyMap<string, BarColumns>;

/** A fill as two runs over the same bars are compared by. */
export type BiasFill = Pick<FillRow, "atMs" | "symbol" | "side" | "quantity" | "priceUnits" | "why">;

/** An order as it was decided on at a close, before any venue saw it: its protection shows what a fill at the open hides. */
export type WantedOrder = Pick<
  OpenOrder,
  "symbol" | "side" | "quantity" | "quoteBudget" | "stopOffsetUnits" | "takeProfitOffsetUnits" | "reason"
> & {
  readonly atMs: number;
};

/** The orders and fills of a strategy, each in order. */
export type StrategyActs = { readonly orders: readonly WantedOrder[]; readonly fills: readonly BiasFill[] };

/** What a strategy does over a history: it decides on closes from `fromMs` on, and may warm up on what lies before. */
export type BiasRun = (history: BarHistory, fromMs: number) => StrategyActs;

type Act = WantedOrder | BiasFill;

/** The first place where two lists part; null stands for a list that ended. */
export type ActDifference<T = Act> = { readonly n: number; readonly expected: T | null; readonly found: T | null };

export function isOrder(act: Act): act is WantedOrder {
  return "reason" in act;
}

function wordsOf(act: Act): string {
  const { atMs, symbol, side, quantity } = act;
  const own = isOrder(act) ? [act.quoteBudget, act.stopOffsetUnits, act.takeProfitOffsetUnits, act.reason] : [act.priceUnits, act.why];
  return [atMs, symbol, side, quantity, ...own].join(" ");
}

/** Where two lists of orders or of fills differ first, counted from 1; null where they are the same to the unit. */
export function firstDifference<T extends Act>(expected: readonly T[], found: readonly T[]): ActDifference<T> | null {
  for (let index = 0; index < Math.max(expected.length, found.length); index += 1) {
    const left: T | null = expected[index] ?? null;
    const right: T | null = found[index] ?? null;
    if (left === null || right === null || wordsOf(left) !== wordsOf(right)) return { n: index + 1, expected: left, found: right };
  }
  return null;
}

/** What the made-up bar behind a cut ends at, as a multiple of its open: a rise and a fall that no reader of it could miss. */
const MADE_UP_CLOSES = [1.75, 0.25] as const;

/**
 * The bars that opened before a time, as if there were no others. Of the bar that opens at it nobody
 * knows more than the open, at which the orders of the last close fill; the rest of it is made up.
 */
function historyUntil(history: BarHistory, untilMs: number, closeOfOpen: number): BarHistory {
  return new Map(
    [...history].map(([symbol, bars]) => {
      const to = firstRowFrom(bars, untilMs);
      const open = bars.tsMs[to] === untilMs ? bars.open[to] : undefined;
      const known = viewOfColumns(bars, { from: 0, to });
      if (open === undefined) return [symbol, known] as const;
      const close = open * closeOfOpen;
      const made = { tsMs: untilMs, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 0 };
      return [symbol, concatColumns([known, columnsOfBars([made])])] as const;
    }),
  );
}

/** Fills of the bars before one: what its own bar makes of the orders that wait at its open is not known there. */
function fillsBefore(fills: readonly BiasFill[], openMs: number): readonly BiasFill[] {
  return fills.filter(({ atMs, why }) => atMs < openMs && why !== "end");
}

/** What was decided by the open of a bar, and what was done before it; the first difference of either. */
function differenceUpTo(
  expected: StrategyActs,
  found: StrategyActs,
  openMs: number,
): { readonly compared: number; readonly difference: ActDifference | null } {
  const decided = ({ orders }: StrategyActs): readonly WantedOrder[] => orders.filter(({ atMs }) => atMs <= openMs);
  const [orders, fills] = [decided(expected), fillsBefore(expected.fills, openMs)];
  const difference = firstDifference(orders, decided(found)) ?? firstDifference(fills, fillsBefore(found.fills, openMs));
  return { compared: orders.length + fills.length, difference };
}

/** So many of a list, evenly along it, its last one among them. */
function evenlyOf<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.ceil(((index + 1) * list.length) / count) - 1]).filter(
    (item) => item !== undefined,
  );
}

/** The closes of so many decisions: half of them purchases and half sales, for where they alternate every other one is met else. */
function decidedMs({ orders }: StrategyActs, count: number): readonly number[] {
  return (["buy", "sell"] as const).flatMap((side) => {
    const closes = [...new Set(orders.filter((order) => order.side === side).map(({ atMs }) => atMs))];
    return evenlyOf(closes, Math.floor(count / 2));
  });
}

/** The bars from so many before a time on. */
function historyFrom(history: BarHistory, fromMs: number, barsBefore: number): BarHistory {
  return new Map(
    [...history].map(([symbol, bars]) => {
      const from = Math.max(0, firstRowFrom(bars, fromMs) - barsBefore);
      return [symbol, viewOfColumns(bars, { from, to: bars.tsMs.length })] as const;
    }),
  );
}

export type StrategyLookAhead = {
  /** `NO_FILLS`: no cut had an order or a fill before it, so nothing is proved. */
  readonly verdict: "OK" | "LEAK" | "NO_FILLS";
  readonly cuts: number;
  /** Orders and fills of cut histories that were compared with those of the whole. */
  readonly compared: number;
  /** The earliest cut at which the past came out otherwise. */
  readonly leak: (ActDifference & { readonly cutMs: number }) | null;
};

/**
 * Runs a strategy over histories that end early: what it decided by the open of the bar at a cut, and did
 * before it, must be to the unit what it was with all bars in memory, whether that bar then rises or falls. A
 * strategy that reads one bar too far shows it in an order that it decides right before a cut; so the
 * history is cut behind its own decisions too, evenly along them. The sales that end a run are no decisions and are
 * left out.
 */
export function findStrategyLookAhead(of: {
  readonly history: BarHistory;
  readonly fromMs: number;
  /** Opening times of bars of which the strategy must not know more than the open. */
  readonly cutsMs: readonly number[];
  /** Behind how many of its decisions it is cut as well. */
  readonly decisionCuts: number;
  readonly run: BiasRun;
}): StrategyLookAhead {
  const whole = of.run(of.history, of.fromMs);
  const cutsMs = [...new Set([...of.cutsMs, ...decidedMs(whole, of.decisionCuts)])].sort((left, right) => left - right);
  let compared = 0;
  for (const cutMs of cutsMs) {
    for (const closeOfOpen of MADE_UP_CLOSES) {
      const cut = differenceUpTo(of.run(historyUntil(of.history, cutMs, closeOfOpen), of.fromMs), whole, cutMs);
      compared += cut.compared;
      const { difference } = cut;
      if (difference !== null) return { verdict: "LEAK", cuts: cutsMs.length, compared, leak: { ...difference, cutMs } };
    }
  }
  return { verdict: compared === 0 ? "NO_FILLS" : "OK", cuts: cutsMs.length, compared, leak: null };
}

/** What a strategy did after so many bars of warm-up, compared with all of them. */
export type WarmUpTry = { readonly bars: number; readonly fills: number; readonly difference: ActDifference<BiasFill> | null };

export type StrategyWarmUp = {
  /** `LATE`: no length that was tried gives the fills of the whole history. */
  readonly verdict: "OK" | "LATE" | "NO_FILLS";
  /** The least length from which on every longer one that was tried gives them; null where none does. */
  readonly settledBars: number | null;
  readonly tries: readonly WarmUpTry[];
};

/**
 * Runs a strategy over one period after warm-ups of several lengths, counted in bars before `fromMs`:
 * a period must not come out otherwise because its history was cut short. Fills are compared to the unit.
 */
export function measureStrategyWarmUp(of: {
  readonly history: BarHistory;
  readonly fromMs: number;
  readonly warmUps: readonly number[];
  readonly run: BiasRun;
}): StrategyWarmUp {
  const { fills: whole } = of.run(of.history, of.fromMs);
  const lengths = [...new Set(of.warmUps)].sort((left, right) => left - right);
  const tries = lengths.map((bars): WarmUpTry => {
    const { fills } = of.run(historyFrom(of.history, of.fromMs, bars), of.fromMs);
    return { bars, fills: fills.length, difference: firstDifference(whole, fills) };
  });
  const lastWrong = tries.findLastIndex(({ difference }) => difference !== null);
  const settledBars = tries[lastWrong + 1]?.bars ?? null;
  if (whole.length === 0) return { verdict: "NO_FILLS", settledBars, tries };
  return { verdict: settledBars === null ? "LATE" : "OK", settledBars, tries };
}
