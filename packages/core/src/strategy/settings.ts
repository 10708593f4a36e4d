import { z } from "zod";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { HOUR_MS, TIMEFRAMES } from "../time/timeframe.ts";

const TIMEFRAMES_MS: readonly number[] = Object.values(TIMEFRAMES);

const PERIOD_MAX = 1_000;
const ATR_MULT_MIN = 0.1;
const ATR_MULT_MAX = 20;
const TP_MULT_MAX = 50;
const INSTRUMENTS_MAX = 30;
const CANONICAL_SYMBOL = /^[A-Z0-9]{1,12}\/[A-Z0-9]{1,12}$/;

const period = z.int().min(1).max(PERIOD_MAX);

const emaAtrSchema = z
  .strictObject({
    kind: z.literal("ema-atr"),
    /** Bars of the fast and the slow EMA. */
    fast: period,
    slow: period,
    /** Bars of Wilder's ATR. */
    atr: period,
    /** The stop stands this many ATR under the entry. */
    atrMult: z.number().min(ATR_MULT_MIN).max(ATR_MULT_MAX),
    /** The take profit stands this many ATR over the entry; off where absent. */
    tpMult: z.number().min(ATR_MULT_MIN).max(TP_MULT_MAX).optional(),
    timeframeMs: z
      .number()
      .refine((value) => TIMEFRAMES_MS.includes(value), { error: `timeframe must be one of ${TIMEFRAMES_MS.join(", ")} ms` }),
    instruments: z
      .array(z.string().regex(CANONICAL_SYMBOL, { error: "not a canonical symbol like BTC/USD" }))
      .min(1)
      .max(INSTRUMENTS_MAX)
      .refine((symbols) => new Set(symbols).size === symbols.length, { error: "an instrument stands twice" }),
  })
  .refine((settings) => settings.fast < settings.slow, { error: "fast must be shorter than slow", path: ["fast"] })
  .transform((settings): EmaAtrSettings => ({
    ...settings,
    tpMult: settings.tpMult,
    instruments: [...settings.instruments].sort((left, right) => (left < right ? -1 : 1)),
  }));

/** EMA crossover with an ATR stop (STR2), long or flat. Multiples are doubles: they scale a double, the ATR. */
export type EmaAtrSettings = {
  readonly kind: "ema-atr";
  readonly fast: number;
  readonly slow: number;
  readonly atr: number;
  readonly atrMult: number;
  readonly tpMult: number | undefined;
  readonly timeframeMs: number;
  /** In symbol order. */
  readonly instruments: readonly string[];
};

/** What a strategy is set to, by kind. Five more kinds and the selector join this union. */
export type StrategySettings = EmaAtrSettings;
export type StrategyKind = StrategySettings["kind"];

/** Settings as people and files write them, bounded, with instruments brought into symbol order. */
export const strategySettingsSchema: z.ZodType<StrategySettings> = emaAtrSchema;

/** STR2's defaults on hourly bars. */
export function defaultEmaAtrSettings(instruments: readonly string[]): StrategySettings {
  return strategySettingsSchema.parse({ kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: HOUR_MS, instruments });
}

const FORM = "strategy-settings";
const VERSION = 1;

/** Canonical bytes, whose SHA-256 names these settings in every receipt. */
export function encodeStrategySettings(settings: StrategySettings): Uint8Array {
  const writer = new CanonicalWriter();
  writer.text(FORM).u32(VERSION).text(settings.kind);
  writer.u32(settings.fast).u32(settings.slow).u32(settings.atr);
  writer.f64(settings.atrMult).option(settings.tpMult, (value) => writer.f64(value));
  writer.i64(settings.timeframeMs).list(settings.instruments, (symbol) => writer.text(symbol));
  return writer.finish();
}

/** The settings of `encodeStrategySettings`'s bytes, bounded again; anything else throws. */
export function decodeStrategySettings(bytes: Uint8Array): StrategySettings {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== FORM || version !== VERSION) throw new RangeError(`not strategy settings of version ${VERSION}: ${form} ${version}`);
  const settings = {
    kind: reader.text(),
    fast: reader.u32(),
    slow: reader.u32(),
    atr: reader.u32(),
    atrMult: reader.f64(),
    tpMult: reader.option(() => reader.f64()),
    timeframeMs: reader.i64(),
    instruments: reader.list(() => reader.text()),
  };
  reader.end();
  return strategySettingsSchema.parse(settings);
}
