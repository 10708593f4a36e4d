import { exportLines } from "@ballast/core/backtest/export-text";
import { parityColumns } from "@ballast/core/backtest/parity-table";
import type { ParityReport } from "@ballast/core/backtest/parity-report";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { z } from "zod";
import { bundleCore } from "../../core-bundle.ts";
import { sha256 } from "../../ports/sha256.ts";
import { compareParity } from "../../usecases/parity/compare-parity.ts";
import { accountNamed } from "../account-directory.ts";
import { CommandRefused, EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { parityJson, parityText } from "../parity-view.ts";
import { flagOption, nameOption, parseOptions, refuseReversed, timeOption } from "../parse-options.ts";
import { commonOptions, withReplayPool } from "../replay-options.ts";
import { openTextSink } from "../text-sink.ts";

const schema = z.object({
  run: nameOption.optional(),
  from: timeOption.optional(),
  to: timeOption.optional(),
  all: flagOption,
  csv: z.string().trim().min(1).max(1_000).optional(),
  ...commonOptions,
});
type Options = z.infer<typeof schema>;

/** Ten years of hours: more would be held in memory for longer than anybody waits. A terminal reads every row. */
const LIMITS = { closesMax: 90_000, rowsMax: 1_000_000, pointsMax: 2_000, disturbancesMax: 10_000 };

const MENDS: Readonly<Record<string, string>> = {
  NOTHING_DECIDED: "npx ballast why says what it waits for.",
  NOTHING_TRADED: "Leave --from and --to out to compare all that was decided.",
  PERIOD_REVERSED: "Give --from the earlier time.",
  PERIOD_BEFORE_RUN: "Leave --from out to begin with its first slot.",
  PERIOD_BEYOND_DATA: "Leave --to out to end with its newest slot.",
  PERIOD_TOO_LONG: "Narrow it with --from and --to.",
};

async function compare(pool: Pool, name: string, options: Options): Promise<ParityReport> {
  const account = await accountNamed(pool, { name, workspace: options.workspace });
  const book = await findNewestBook(pool, { tenantId: account.tenantId, accountId: account.id, run: options.run });
  if (book === undefined) {
    const where = options.run === undefined ? "has entered no run yet" : `has no book in run ${options.run}`;
    throw new CommandRefused({
      code: "BOOK_UNKNOWN",
      fact: `account ${account.key} ${where}`,
      mend: "Run it first: npx ballast run --account …",
    });
  }
  try {
    return await compareParity(
      { pool, sha256, coreHash: (await bundleCore()).hash },
      { book, fromMs: options.from, toMs: options.to },
      LIMITS,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new CommandRefused({ code: error.code, fact: error.message, mend: MENDS[error.code] ?? "Mend what it says and try again." });
  }
}

async function writeCsv(path: string, report: ParityReport, terminal: Terminal): Promise<void> {
  const sink = openTextSink(path, terminal, "--csv");
  for (const line of exportLines(parityColumns, report.rows, "csv")) await sink.write(line);
  await sink.close();
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  refuseReversed(options);
  const [name] = input.positionals;
  if (name === undefined) throw new UsageError("which account? Write: parity <id or key>.");
  const { csv, all, json } = options;
  if (csv === "-" && json) throw new UsageError("--csv - and --json both want the terminal; give --csv a file.");
  const report = await withReplayPool(terminal, options.dsn, (pool) => compare(pool, name, options));
  if (csv !== undefined) await writeCsv(csv, report, terminal);
  if (csv !== "-") await terminal.out(`${json ? parityJson(report) : parityText(report, { isWithAll: all, csv })}\n`);
  return EXIT.done;
};
