import { toHex } from "@ballast/core/numeric/hash";
import { timeframeName } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { detectFileKind } from "../../marketdata/import/file-kind.ts";
import { UNIT_WORDS } from "../../marketdata/import/timestamp-unit.ts";
import { sha256 } from "../../ports/sha256.ts";
import { importBars, type ImportOutcome } from "../../usecases/import-bars.ts";
import { EXIT, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { flagOption, instrumentOption, parseOptions, sourceOption, timeframeOption } from "../parse-options.ts";
import { lineageView, passportView } from "../passport-view.ts";
import { rowProgress } from "../progress.ts";
import { countedText, countText, utcText } from "../table.ts";

const schema = z.object({
  file: z.string().min(1),
  instrument: instrumentOption,
  timeframe: timeframeOption,
  source: sourceOption,
  ts: z.enum(["s", "ms", "auto"]).default("auto"),
  revise: flagOption,
  "allow-sparse": flagOption,
  json: flagOption,
});

function outcomeView({ state, series, counts, passport, timestampUnit }: ImportOutcome): Record<string, unknown> {
  return {
    state: state.replace(" ", "_"),
    file: {
      rows: counts.rows,
      added: counts.added,
      already_there: counts.agreed,
      filled_in: counts.inserted,
      revised: counts.revised,
      duplicates_dropped: counts.duplicatesDropped,
      timestamps_read_as: timestampUnit === undefined ? null : UNIT_WORDS[timestampUnit],
    },
    passport: { ...passportView(series, passport), ...lineageView(passport) },
  };
}

/** What is missing between the first and the last bar; it stays missing. */
const gapsText = (count: number, bars: number): string =>
  count === 0 ? "without a gap" : `with ${countedText(count, "gap")} of ${countedText(bars, "bar")} in all (never filled)`;

function outcomeText({ state, series, counts, passport, timestampUnit }: ImportOutcome): string {
  const name = `${series.symbol} ${timeframeName(series.timeframeMs) ?? ""} (${series.source})`;
  const first: Record<ImportOutcome["state"], string> = {
    imported: `Imported ${countedText(counts.rows, "row")} into ${name}: ${countText(counts.added)} new, ${countText(counts.agreed)} already there, ${countText(counts.revised)} revised, ${countedText(counts.duplicatesDropped, "duplicate")} dropped.`,
    unchanged: `Nothing to do: ${counts.rows === 1 ? "the only row is" : `all ${countText(counts.rows)} rows are`} in ${name} already.`,
    "already imported": `Nothing to do: this very file has been imported into ${name} already.`,
  };
  const { gaps } = passport;
  return [
    first[state],
    ...(timestampUnit === undefined ? [] : [`Timestamps were read as ${UNIT_WORDS[timestampUnit]}.`]),
    `The series now has ${countedText(passport.rows, "bar")}, ${utcText(passport.firstMs)} to ${utcText(passport.lastMs)}, ${gapsText(gaps.count, passport.gapBars)}.`,
    `Content ${toHex(passport.contentHash)}`,
  ].join("\n");
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  // Before any service is brought up for a file that isn't there.
  await detectFileKind(options.file);
  const progress = rowProgress(terminal, `Importing ${options.instrument}`);
  const outcome = await withDatabase(terminal, async (pool) => {
    const [entry] = await entriesNamed(pool, [options.instrument]);
    if (entry === undefined) throw new Error("an instrument was looked up and not found");
    const { timeframe: timeframeMs, source, ts: timestampUnit, revise, "allow-sparse": isSparseAllowed } = options;
    const request = { path: options.file, ...entry, timeframeMs, source, timestampUnit, revise, isSparseAllowed };
    return importBars({ pool, sha256, onProgress: progress.report }, request);
  }).finally(progress.done);
  await terminal.out(`${options.json ? JSON.stringify(outcomeView(outcome)) : outcomeText(outcome)}\n`);
  return EXIT.done;
};
