import { z } from "zod";
import type { CanonicalReader, CanonicalWriter } from "../../numeric/canonical.ts";
import { HOUR_MS } from "../../time/timeframe.ts";
import { inSymbolOrder, instrumentsField } from "../settings-fields.ts";
import { GOVERNED_STRATEGY_NAMES, type GovernedStrategy } from "./kinds.ts";
import { GOVERNED_PARAMETERS, parameterFault, parameterOf, resolvedParameters, type Parameters } from "./parameters.ts";

/** The six strategies under their selector, with the campaign engine over them. */
export type GovernedSettings = {
  readonly kind: "governed";
  /** Strategies that may be chosen, in the table's order. */
  readonly strategies: readonly GovernedStrategy[];
  /** Every parameter, those that nobody set at their fallback. */
  readonly parameters: Parameters;
  readonly timeframeMs: number;
  /** In symbol order. */
  readonly instruments: readonly string[];
};

const parametersField = z.partialRecord(z.enum(GOVERNED_PARAMETERS.map(({ name }) => name)), z.number()).superRefine((given, context) => {
  for (const { name } of GOVERNED_PARAMETERS) {
    const value = given[name];
    const fault = value === undefined ? undefined : parameterFault(name, value);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault, path: [name] });
  }
});

export const governedSchema = z
  .strictObject({
    kind: z.literal("governed"),
    strategies: z
      .array(z.enum(GOVERNED_STRATEGY_NAMES))
      .min(1)
      .default([...GOVERNED_STRATEGY_NAMES]),
    parameters: parametersField.default({}),
    timeframeMs: z.literal(HOUR_MS, { error: `governed strategies decide on hourly bars: timeframe must be ${HOUR_MS} ms` }),
    instruments: instrumentsField,
  })
  .transform((settings): GovernedSettings => ({
    ...settings,
    strategies: GOVERNED_STRATEGY_NAMES.filter((name) => settings.strategies.includes(name)),
    parameters: resolvedParameters(settings.parameters),
    instruments: inSymbolOrder(settings.instruments),
  }));

export function writeGovernedSettings(writer: CanonicalWriter, settings: GovernedSettings): void {
  writer.list(settings.strategies, (name) => writer.text(name));
  writer.list(GOVERNED_PARAMETERS, ({ name }) => writer.text(name).f64(parameterOf(settings.parameters, name)));
  writer.i64(settings.timeframeMs).list(settings.instruments, (symbol) => writer.text(symbol));
}

/** Raw settings of `writeGovernedSettings`, still to be bounded by the schema. */
export function readGovernedSettings(reader: CanonicalReader): unknown {
  return {
    kind: "governed",
    strategies: reader.list(() => reader.text()),
    parameters: Object.fromEntries(reader.list((): readonly [string, number] => [reader.text(), reader.f64()])),
    timeframeMs: reader.i64(),
    instruments: reader.list(() => reader.text()),
  };
}
