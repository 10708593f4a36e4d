import { z } from "zod";
import { TIMEFRAMES } from "../time/timeframe.ts";

const TIMEFRAMES_MS: readonly number[] = Object.values(TIMEFRAMES);
const INSTRUMENTS_MAX = 30;
const CANONICAL_SYMBOL = /^[A-Z0-9]{1,12}\/[A-Z0-9]{1,12}$/;

/** Length of the bars that a strategy decides on. */
export const timeframeField = z
  .number()
  .refine((value) => TIMEFRAMES_MS.includes(value), { error: `timeframe must be one of ${TIMEFRAMES_MS.join(", ")} ms` });

/** Instruments that a strategy trades, each once, in any order. */
export const instrumentsField = z
  .array(z.string().regex(CANONICAL_SYMBOL, { error: "not a canonical symbol like BTC/USD" }))
  .min(1)
  .max(INSTRUMENTS_MAX)
  .refine((symbols) => new Set(symbols).size === symbols.length, { error: "an instrument stands twice" });

/** Symbols as settings hold them: compared by code unit. */
export function inSymbolOrder(symbols: readonly string[]): readonly string[] {
  return [...symbols].sort((left, right) => (left < right ? -1 : 1));
}
