/**
 * An account beside the backtest of its period, as plain data that JSON carries: made by the engine, drawn by
 * pages and terminals. Money, prices and quantities are exact decimals; what is not defined is null, never 0.
 */
import { z } from "zod";
import type { TradeAspect, TradeVerdict } from "./compare-trades.ts";

/** Why a fill is not the backtest's. `follows`: an earlier difference had left another account behind. */
export const PARITY_CAUSES = [
  "halt",
  "outage",
  "late",
  "refused",
  "order",
  "follows",
  "run_ended",
  "other_release",
  "unexplained",
] as const;
export type ParityCause = (typeof PARITY_CAUSES)[number];

/** What happened to the account in the period that happens to no backtest, or that its figures rest on. */
export const DISTURBANCE_KINDS = ["halt", "outage", "late", "version", "release"] as const;
export type DisturbanceKind = (typeof DISTURBANCE_KINDS)[number];

const verdict: z.ZodType<TradeVerdict> = z.enum(["same", "differs", "missing", "extra"]);
const aspect: z.ZodType<TradeAspect> = z.enum(["time", "price", "size", "fee", "cause"]);

const fill = z.object({
  atMs: z.int(),
  quantity: z.string(),
  price: z.string(),
  fee: z.string(),
  why: z.string(),
});

/** Paper less backtest. `worth`: what another price and fee were worth to the account, in quote. */
const gap = z.object({
  timeMs: z.int(),
  price: z.string(),
  priceBps: z.number(),
  quantity: z.string(),
  fee: z.string(),
  worth: z.string(),
});

const row = z.object({
  /** From 1, in the order of time. */
  n: z.int(),
  atMs: z.int(),
  symbol: z.string(),
  /** Assets of the fills' quantities and amounts. */
  base: z.string(),
  quote: z.string(),
  side: z.enum(["buy", "sell"]),
  verdict,
  differs: z.array(aspect),
  paper: fill.nullable(),
  backtest: fill.nullable(),
  gap: gap.nullable(),
  /** Null where both are the same. */
  cause: z.enum(PARITY_CAUSES).nullable(),
  /** The cause in a sentence. */
  because: z.string(),
  /** The row that this one follows from. */
  follows: z.int().nullable(),
});
export type ParityRow = z.infer<typeof row>;

const disturbance = z.object({
  kind: z.enum(DISTURBANCE_KINDS),
  fromMs: z.int(),
  /** Half-open; null: it still holds, or was a moment. */
  untilMs: z.int().nullable(),
  words: z.string(),
});
export type Disturbance = z.infer<typeof disturbance>;

/** The last close of a UTC day: equity on paper, of the backtest, and how far apart they are. */
const day = z.object({
  dayMs: z.int(),
  /** Null where nothing was decided on paper that day. */
  paper: z.string().nullable(),
  backtest: z.string(),
  /** Paper over backtest less one, basis points. */
  deviationBps: z.number().nullable(),
});
export type ParityDay = z.infer<typeof day>;

const curvePoint = z.object({ tsMs: z.int(), paper: z.number().nullable(), backtest: z.number() });

export const parityReportSchema = z.object({
  accountKey: z.string(),
  accountName: z.string(),
  runKey: z.string(),
  mode: z.string(),
  baseCurrency: z.string(),
  /** First and last close that were compared. */
  fromMs: z.int(),
  toMs: z.int(),
  closes: z.int(),
  /** Closes at which the account did not decide, and the backtest did. */
  undecidedCloses: z.int(),
  counts: z.object({ same: z.int(), differs: z.int(), missing: z.int(), extra: z.int() }),
  unexplained: z.int(),
  /** Fills, equity and every receipt's decision are the backtest's to the last unit. */
  isSame: z.boolean(),
  equity: z.object({ opened: z.string(), paper: z.string(), backtest: z.string() }),
  pnl: z.object({ paper: z.string(), backtest: z.string(), difference: z.string() }),
  deviation: z.object({ endBps: z.number().nullable(), worstBps: z.number().nullable(), worstDayMs: z.int().nullable() }),
  days: z.array(day),
  curve: z.array(curvePoint),
  rows: z.array(row),
  rowsLeftOut: z.int(),
  disturbances: z.array(disturbance),
  disturbancesLeftOut: z.int(),
  /** What the comparison can't know, in words. */
  limits: z.array(z.string()),
});
export type ParityReport = z.infer<typeof parityReportSchema>;
