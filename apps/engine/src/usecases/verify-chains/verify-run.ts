import { barFillModelSchema } from "@ballast/core/execution/fill-model-spec";
import type { StoredRun } from "@ballast/db/repositories/projection-rows";
import { z } from "zod";
import { sha256 } from "../../ports/sha256.ts";
import { continuousOptionsKnown } from "../accounts/open-live-book.ts";
import { nameOfRun } from "../runs/run-name.ts";
import type { FieldFault } from "./walk-chain.ts";

const optionsSchema = z.strictObject({
  source: z.string(),
  content: z.string(),
  /** Who asked for it, told in the ledger of trials: no term of the run. */
  askedBy: z.string().optional(),
  rearmAfterMs: z.int().optional(),
  fillModel: barFillModelSchema.optional(),
});

/** A continuous run has the options that its clock and its workspace give it, and no others. */
function continuousFault(run: StoredRun): FieldFault | undefined {
  const stored = JSON.stringify(run.options);
  const known = continuousOptionsKnown(run).map((each) => JSON.stringify(each));
  return known.includes(stored) ? undefined : { field: "options", stored, recomputed: known[0] ?? "" };
}

/**
 * What a run over a period was started with is in its content's name: period, options, and of each account
 * its limits, settings, fees, opening and seed. The run's key is that name unless somebody gave it one, and
 * the key is in every receipt's hash; of a run with a name of its own the two options vouch for each other.
 */
function periodFault({ key, fromMs, toMs, options, books }: StoredRun): FieldFault | undefined {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success || toMs === null) return { field: "options", stored: JSON.stringify(options), recomputed: "options of a run" };
  const { source, content, rearmAfterMs, fillModel } = parsed.data;
  const recomputed = nameOfRun(sha256, books, { fromMs, toMs, source, rearmAfterMs, fillModel });
  if (content !== recomputed) return { field: "content", stored: content, recomputed };
  const isNamedAfterContent = /^run-[0-9a-f]{12}(-\d+)?$/.test(key);
  return isNamedAfterContent && key !== recomputed && !key.startsWith(`${recomputed}-`)
    ? { field: "key", stored: key, recomputed }
    : undefined;
}

/** The first option of a run that is not what it was started with. */
export function runFault(run: StoredRun): FieldFault | undefined {
  return run.kind === "live" ? continuousFault(run) : periodFault(run);
}
