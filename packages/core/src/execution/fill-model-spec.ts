import { z } from "zod";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";

const VERSION = 1;
const WHOLE_BPS = 10_000;
const BARS_MAX = 100;
const LATENCY_MS_MAX = 60_000;

const version = z.literal(VERSION).default(VERSION);

/** How long an order is on its way to the venue, drawn evenly from [min, max] milliseconds. */
const latencyMs = z
  .strictObject({ min: z.int().min(0).max(LATENCY_MS_MAX), max: z.int().min(0).max(LATENCY_MS_MAX) })
  .refine(({ min, max }) => min <= max, "the shortest latency is above the longest")
  .default({ min: 50, max: 500 });

const nextOpenSchema = z.strictObject({ name: z.literal("next-open"), version });

const barPathSchema = z.strictObject({
  name: z.literal("bar-path"),
  version,
  /** Most of a bar's volume that one order takes, in basis points. */
  participationBps: z.int().min(1).max(WHOLE_BPS).default(1_000),
  /** Bars that an entry is worked for; what it has not got by then is cancelled. */
  barsMax: z.int().min(1).max(BARS_MAX).default(3),
  latencyMs,
});

const quoteSchema = z.strictObject({
  name: z.literal("quote"),
  version,
  /** `touch`: a buy at the best ask, a sale at the best bid. `mid`: both between them. */
  at: z.enum(["touch", "mid"]).default("touch"),
  latencyMs,
});

const bookReplaySchema = z.strictObject({ name: z.literal("book-replay"), version, latencyMs });

/** Every fill model by name, with its parameters and their defaults; anything else is refused. */
export const fillModelSchema = z.discriminatedUnion("name", [nextOpenSchema, barPathSchema, quoteSchema, bookReplaySchema]);
/** Those that fill from bars alone: what a run over stored bars may choose. */
export const barFillModelSchema = z.discriminatedUnion("name", [nextOpenSchema, barPathSchema]);

export type FillModelSpec = z.infer<typeof fillModelSchema>;
export type BarFillModelSpec = z.infer<typeof barFillModelSchema>;
export type BarPathSpec = z.infer<typeof barPathSchema>;
export type QuoteSpec = z.infer<typeof quoteSchema>;
export type BookReplaySpec = z.infer<typeof bookReplaySchema>;
export type LatencyRange = BarPathSpec["latencyMs"];

/** What is filled by where nothing else is chosen: the next open. Left out of runs and receipts, it is this. */
export const DEFAULT_FILL_MODEL: BarFillModelSpec = { name: "next-open", version: VERSION };

/** What a model fills on that stored bars don't hold; undefined where bars are all that it needs. */
export function dataMissingFor(name: FillModelSpec["name"]): string | undefined {
  switch (name) {
    case "next-open":
    case "bar-path":
      return undefined;
    case "quote":
      return "quote fills at the best bid and ask of a ticker, and stored bars have neither: choose next-open or bar-path";
    case "book-replay":
      return "book-replay fills on recorded order books, and stored bars have none: choose next-open or bar-path";
  }
}

/** A model that stored bars can carry out. The others are known by name, and refused with the data that is missing. */
export const storedFillModelField = fillModelSchema
  .transform((spec, context): BarFillModelSpec | undefined => {
    if (spec.name !== "quote" && spec.name !== "book-replay") return chosenFillModel(spec);
    context.addIssue({ code: "custom", message: dataMissingFor(spec.name) ?? "" });
    return z.NEVER;
  })
  .optional();

/** A chosen model as runs and receipts hold it: the default is held as nothing, so that it is written in one way only. */
export function chosenFillModel(spec: BarFillModelSpec | undefined): BarFillModelSpec | undefined {
  return spec?.name === DEFAULT_FILL_MODEL.name ? undefined : spec;
}

/** A model in canonical form, as a receipt's costs hold it. */
export function writeFillModel(writer: CanonicalWriter, spec: BarFillModelSpec): void {
  writer.text(spec.name).u32(spec.version);
  if (spec.name === "next-open") return;
  writer.u32(spec.participationBps).u32(spec.barsMax).u32(spec.latencyMs.min).u32(spec.latencyMs.max);
}

/** The model of `writeFillModel`'s bytes; anything else throws. */
export function readFillModel(reader: CanonicalReader): BarFillModelSpec {
  const name = reader.text();
  const head = { name, version: reader.u32() };
  if (name === "next-open") return barFillModelSchema.parse(head);
  const [participationBps, barsMax] = [reader.u32(), reader.u32()];
  return barFillModelSchema.parse({ ...head, participationBps, barsMax, latencyMs: { min: reader.u32(), max: reader.u32() } });
}
