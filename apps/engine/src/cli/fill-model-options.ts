import { barFillModelSchema, dataMissingFor, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { z } from "zod";
import { UsageError } from "./command.ts";
import { numberOption, parseValues } from "./parse-options.ts";

const LATENCY = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** A span of milliseconds as it is written: 50-500, or 120 for always the same. */
const latencyOption = z.string().transform((text, context) => {
  const [, min, max = min] = LATENCY.exec(text) ?? [];
  if (min !== undefined) return { min: Number(min), max: Number(max) };
  context.addIssue({ code: "custom", message: `"${text}" is no span of milliseconds; write 50-500 or 120` });
  return z.NEVER;
});

/** Fields of a command's schema whose options say how its venue fills. */
export const fillModelFields = {
  "fill-model": z.enum(["next-open", "bar-path", "quote", "book-replay"], "choose next-open or bar-path").optional(),
  "participation-bps": numberOption.optional(),
  "fill-bars": numberOption.optional(),
  "latency-ms": latencyOption.optional(),
};
type FillModelOptions = { readonly [Field in keyof typeof fillModelFields]?: z.infer<(typeof fillModelFields)[Field]> };

const PARAMETERS = { participationBps: "participation-bps", barsMax: "fill-bars", latencyMs: "latency-ms" } as const;

/** The fill model that options choose; undefined where they choose none. A parameter of a model that was not chosen is a mistake, never left aside. */
export function fillModelFrom(options: FillModelOptions): BarFillModelSpec | undefined {
  const name = options["fill-model"];
  const missing = name === undefined ? undefined : dataMissingFor(name);
  if (missing !== undefined) throw new UsageError(`--fill-model: ${missing}.`);
  const given = Object.entries(PARAMETERS).filter(([, option]) => options[option] !== undefined);
  if (name !== "bar-path") {
    const [alien] = given;
    if (alien !== undefined) throw new UsageError(`--${alien[1]} belongs to --fill-model bar-path.`);
    return undefined;
  }
  const parameters = Object.fromEntries(given.map(([parameter, option]) => [parameter, options[option]]));
  return parseValues<BarFillModelSpec>(barFillModelSchema, { name, ...parameters }, { ...PARAMETERS });
}
