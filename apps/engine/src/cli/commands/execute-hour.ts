import { randomBytes } from "node:crypto";
import type { SlotRow } from "@ballast/db/repositories/cycle-rows";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { z } from "zod";
import { openEngine } from "../../open-engine.ts";
import { executeHour, type ExecutedHour } from "../../usecases/replay/execute-hour.ts";
import { CommandRefused, EXIT, type CommandModule, type Terminal } from "../command.ts";
import { openCommandLog } from "../command-log.ts";
import { parseOptions } from "../parse-options.ts";
import { bookOf, commonOptions, hourOptions, runModeOption, withReplayPool } from "../replay-options.ts";

const schema = z.object({ ...hourOptions, "run-mode": runModeOption, ...commonOptions });
type Options = z.infer<typeof schema>;

const LEASE_MS = 30_000;

const MENDS: Readonly<Record<string, string>> = {
  SLOT_HAS_RUN: "npx ballast replay-hour decides it again and compares.",
  EARLIER_SLOTS_DUE: "Execute the earlier hours first, or start the engine, which does all that is due.",
  HOUR_NOT_SEALED: "The market has to close the hour first: start the engine, or import its bars and run.",
  BOOK_HELD: "Let the engine decide it, or stop the engine and wait for its lease to end.",
  BOOK_BROKEN: "npx ballast halt list shows why; release the halt when it is mended.",
};

/** An engine of this command's own: what a queue would be told, the rows say too. */
async function executeOn(pool: Pool, stateDir: string, options: Options, terminal: Terminal): Promise<ExecutedHour> {
  const { "account-id": account, "run-id": run, "run-mode": runMode, "hour-ts-utc": hourMs, workspace } = options;
  const book = await bookOf(pool, { workspace, account, run, runMode });
  const ports = await openEngine({
    pool,
    enqueue: () => Promise.resolve(),
    workerName: `cli-${process.pid}-${randomBytes(4).toString("hex")}`,
    shards: 1,
    leaseMs: LEASE_MS,
    wallMs: Date.now,
    stateDir,
    log: openCommandLog(terminal),
  });
  try {
    return await executeHour(ports, book, hourMs);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new CommandRefused({ code: error.code, fact: error.message, mend: MENDS[error.code] ?? "Mend what it says and try again." });
  }
}

const slotText = ({ kind, atMs, seq, outcome, reason }: SlotRow): string =>
  `${kind} ${new Date(atMs).toISOString()}${seq === 0 ? "" : `/${seq}`}: ${outcome}, ${reason}`;

const slotJson = ({ kind, atMs, seq, outcome, reason }: SlotRow) => ({ kind, at_ms: atMs, seq, outcome, reason });

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const { executed, refused } = await withReplayPool(terminal, options.dsn, (pool, stateDir) =>
    executeOn(pool, stateDir, options, terminal),
  );
  const lines = [
    ...refused.map((slot) => `Refused, for it has run: ${slotText(slot)}`),
    ...executed.map((slot) => `Executed: ${slotText(slot)}`),
    ...(executed.length === 0 ? ["Nothing was due."] : []),
  ];
  const json = JSON.stringify({ executed: executed.map(slotJson), refused: refused.map(slotJson) });
  await terminal.out(`${options.json ? json : lines.join("\n")}\n`);
  return EXIT.done;
};
