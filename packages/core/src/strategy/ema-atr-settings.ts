import { z } from "zod";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { inSymbolOrder, instrumentsField, timeframeField } from "./settings-fields.ts";

const PERIOD_MAX = 1_000;
const ATR_MULT_MIN = 0.1;
const ATR_MULT_MAX = 20;
const TP_MULT_MAX = 50;

const period = z.int().min(1).max(PERIOD_MAX);

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

export const emaAtrSchema = z
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
    timeframeMs: timeframeField,
    instruments: instrumentsField,
  })
  .refine((settings) => settings.fast < settings.slow, { error: "fast must be shorter than slow", path: ["fast"] })
  .transform((settings): EmaAtrSettings => ({
    ...settings,
    tpMult: settings.tpMult,
    instruments: inSymbolOrder(settings.instruments),
  }));

export function writeEmaAtrSettings(writer: CanonicalWriter, settings: EmaAtrSettings): void {
  writer.u32(settings.fast).u32(settings.slow).u32(settings.atr);
  writer.f64(settings.atrMult).option(settings.tpMult, (value) => writer.f64(value));
  writer.i64(settings.timeframeMs).list(settings.instruments, (symbol) => writer.text(symbol));
}

/** Raw settings of `writeEmaAtrSettings`, still to be bounded by the schema. */
export function readEmaAtrSettings(reader: CanonicalReader): EmaAtrSettings {
  return {
    kind: "ema-atr",
    fast: reader.u32(),
    slow: reader.u32(),
    atr: reader.u32(),
    atrMult: reader.f64(),
    tpMult: reader.option(() => reader.f64()),
    timeframeMs: reader.i64(),
    instruments: reader.list(() => reader.text()),
  };
}
