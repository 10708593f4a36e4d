import { z } from "zod";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { emaAtrSchema, readEmaAtrSettings, writeEmaAtrSettings, type EmaAtrSettings } from "./ema-atr-settings.ts";
import { governedSchema, readGovernedSettings, writeGovernedSettings, type GovernedSettings } from "./governed/settings.ts";

/** What a strategy is set to, by kind. */
export type StrategySettings = EmaAtrSettings | GovernedSettings;
export type StrategyKind = StrategySettings["kind"];

/** Settings as people and files write them, bounded, with instruments brought into symbol order. */
export const strategySettingsSchema = z.discriminatedUnion("kind", [emaAtrSchema, governedSchema]);

/** STR2's defaults on hourly bars. */
export function defaultEmaAtrSettings(instruments: readonly string[]): EmaAtrSettings {
  return emaAtrSchema.parse({ kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: HOUR_MS, instruments });
}

/** All six strategies with the parameters that ship, on hourly bars. */
export function defaultGovernedSettings(instruments: readonly string[]): GovernedSettings {
  return governedSchema.parse({ kind: "governed", timeframeMs: HOUR_MS, instruments });
}

const FORM = "strategy-settings";
const VERSION = 1;

function writeOwn(writer: CanonicalWriter, settings: StrategySettings): void {
  switch (settings.kind) {
    case "ema-atr":
      return writeEmaAtrSettings(writer, settings);
    case "governed":
      return writeGovernedSettings(writer, settings);
  }
}

function readOwn(kind: string, reader: CanonicalReader): unknown {
  switch (kind) {
    case "ema-atr":
      return readEmaAtrSettings(reader);
    case "governed":
      return readGovernedSettings(reader);
    default:
      throw new RangeError(`not a kind of strategy settings: ${kind}`);
  }
}

/** Canonical bytes, whose SHA-256 names these settings in every receipt. */
export function encodeStrategySettings(settings: StrategySettings): Uint8Array {
  const writer = new CanonicalWriter();
  writer.text(FORM).u32(VERSION).text(settings.kind);
  writeOwn(writer, settings);
  return writer.finish();
}

/** The settings of `encodeStrategySettings`'s bytes, bounded again; anything else throws. */
export function decodeStrategySettings(bytes: Uint8Array): StrategySettings {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== FORM || version !== VERSION) throw new RangeError(`not strategy settings of version ${VERSION}: ${form} ${version}`);
  const settings = readOwn(reader.text(), reader);
  reader.end();
  return strategySettingsSchema.parse(settings);
}
