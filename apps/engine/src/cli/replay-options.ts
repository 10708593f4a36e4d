import { HOUR_MS } from "@ballast/core/time/timeframe";
import { openPool } from "@ballast/db/clients/pool";
import { listReplayBooks, type ReplayBook, type ReplayBookFilter } from "@ballast/db/repositories/replay-books";
import type { Pool } from "pg";
import { z } from "zod";
import { CommandRefused, UsageError, type Terminal } from "./command.ts";
import { withDatabase } from "./database.ts";
import { flagOption, nameOption, timeOption } from "./parse-options.ts";

const CONNECTIONS_MAX = 4;
/** Hours of one window: more than a century is a slip in a date. */
const HOURS_MAX = 1_000_000;

/** The beginning of an hour, UTC. */
export const hourOption = timeOption.refine((ms) => ms % HOUR_MS === 0, {
  error: ({ input }) => `${typeof input === "number" ? new Date(input).toISOString() : "that"} is not the beginning of an hour`,
});

export const runModeOption = z.enum(["backtest", "paper", "shadow", "live"], "choose backtest, paper, shadow or live");

const dsnOption = z
  .string()
  .trim()
  .regex(/^postgres(ql)?:\/\/\S+$/, "write a database's URL, postgresql://user:password@host:5432/name")
  .optional();

/** What every one of these commands takes. */
export const commonOptions = { workspace: nameOption.optional(), dsn: dsnOption, json: flagOption };

export const hourOptions = { "run-id": nameOption, "account-id": nameOption, "hour-ts-utc": hourOption };
export const windowOptions = { "run-mode": runModeOption, "start-hour-ts-utc": hourOption, "end-hour-ts-utc": hourOption };

/** The stretch from the first hour to the last, itself included. */
export function windowTimes(of: { readonly "start-hour-ts-utc": number; readonly "end-hour-ts-utc": number }): {
  readonly fromMs: number;
  readonly toMs: number;
} {
  const { "start-hour-ts-utc": fromMs, "end-hour-ts-utc": lastMs } = of;
  if (lastMs < fromMs) throw new UsageError("--end-hour-ts-utc lies before --start-hour-ts-utc.");
  if ((lastMs - fromMs) / HOUR_MS > HOURS_MAX) throw new UsageError(`the window has more than ${HOURS_MAX} hours.`);
  return { fromMs, toMs: lastMs + HOUR_MS };
}

/** A pool on the database that was named, else on the services of this clone. */
export async function withReplayPool<T>(
  terminal: Terminal,
  dsn: string | undefined,
  use: (pool: Pool, stateDir: string) => Promise<T>,
): Promise<T> {
  if (dsn === undefined) return withDatabase(terminal, (pool, { stateDir }) => use(pool, stateDir));
  const pool = openPool({ url: dsn, connectionsMax: CONNECTIONS_MAX, application: "ballast-cli replay" });
  try {
    await refuseForeign(pool);
    return await use(pool, "");
  } finally {
    await pool.end();
  }
}

/** A database that can't be reached, or that is another's, is named as that before anything is asked of it. */
async function refuseForeign(pool: Pool): Promise<void> {
  const mend = "Give --dsn the URL of a Ballast database and of a login that may read it, the engine's own for example.";
  try {
    const { rows } = await pool.query<{ ours: boolean }>("select to_regclass('public.core_bundles') is not null as ours");
    if (rows[0]?.ours === true) return;
  } catch (error) {
    const fact =
      error instanceof AggregateError ? error.errors.map(String).join("; ") : String(error instanceof Error ? error.message : error);
    throw new CommandRefused({ code: "DSN_UNREACHABLE", fact: `the database of --dsn can't be asked: ${fact}`, mend });
  }
  throw new CommandRefused({ code: "DSN_FOREIGN", fact: "the database of --dsn holds no tables of Ballast", mend });
}

const BOOKS_LISTED = 200;

async function booksOf(pool: Pool, filter: ReplayBookFilter): Promise<ReplayBook[]> {
  for await (const books of listReplayBooks(pool, filter, BOOKS_LISTED)) return books;
  return [];
}

function listed(names: Iterable<string>): string {
  return [...new Set(names)].sort().join(", ");
}

/** Fails where no book is meant: a mistyped name would replay nothing, and nothing is always identical. */
export async function refuseUnknown(pool: Pool, filter: ReplayBookFilter): Promise<void> {
  if ((await booksOf(pool, filter)).length > 0) return;
  const { workspace, account, run, runMode } = filter;
  const books = await booksOf(pool, { workspace, account });
  if (books.length === 0) {
    const fact = account === undefined ? "there are no accounts with books" : `there is no account ${account} with books`;
    throw new CommandRefused({
      code: "ACCOUNT_UNKNOWN",
      fact,
      mend: "npx ballast accounts lists the accounts; a book opens with an account's first run.",
    });
  }
  const who = account === undefined ? "no account" : `account ${account}`;
  if (run !== undefined && !books.some(({ runKey, runId }) => runKey === run || runId === run)) {
    const fact = `${who} has no run ${run}`;
    throw new CommandRefused({ code: "RUN_UNKNOWN", fact, mend: `Its runs are ${listed(books.map(({ runKey }) => runKey))}.` });
  }
  throw new CommandRefused({
    code: "RUN_MODE_DIFFERS",
    fact: `${who} has ${account === undefined ? "a" : "no"} run of mode ${runMode ?? "any"}`,
    mend: `There are runs of mode ${listed(books.map((book) => book.runMode))}.`,
  });
}

/** The one book of an account in a run. */
export async function bookOf(pool: Pool, filter: ReplayBookFilter): Promise<ReplayBook> {
  await refuseUnknown(pool, filter);
  const books = await booksOf(pool, filter);
  const [book] = books;
  if (book !== undefined && books.length === 1) return book;
  throw new CommandRefused({
    code: "ACCOUNT_AMBIGUOUS",
    fact: `${books.length} workspaces have an account ${filter.account ?? ""} in a run ${filter.run ?? ""}`,
    mend: `Name one with --workspace: ${listed(books.map(({ tenantKey }) => tenantKey))}; or give the ids.`,
  });
}
