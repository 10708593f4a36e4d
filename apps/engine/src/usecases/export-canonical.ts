import { createHash } from "node:crypto";
import { toHex } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import {
  BOOK_ROWS,
  listExportedBooks,
  RUN_ROW,
  RUN_SNAPSHOTS,
  streamRows,
  type ExportedBook,
  type RowKind,
} from "@ballast/db/repositories/canonical-rows";
import type { ClientBase, Pool } from "pg";

export type CanonicalExport = {
  /** Keys of the runs and accounts to export; empty for all. */
  readonly runs: readonly string[];
  readonly accounts: readonly string[];
  readonly write: (text: string) => Promise<void>;
};

export type CanonicalTotals = { readonly books: number; readonly lines: number; readonly sha256: string };

/** Text gathered before it is written and hashed. */
const FLUSH_CHARS = 256 * 1024;

/** Bytes as hex, amounts as text, everything else as JSON has it. */
function viewOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) throw new TypeError("a wall-clock time has no place in the canonical export");
  return value;
}

/** Collects lines, hashes every byte of them, and passes them on in large pieces. */
class LineSink {
  readonly #hash = createHash("sha256");
  readonly #write: CanonicalExport["write"];
  #text = "";
  #lines = 0;

  constructor(write: CanonicalExport["write"]) {
    this.#write = write;
  }

  async line(fields: Readonly<Record<string, unknown>>): Promise<void> {
    this.#text += `${JSON.stringify(fields)}\n`;
    this.#lines += 1;
    if (this.#text.length >= FLUSH_CHARS) await this.#flush();
  }

  /** The last line holds the SHA-256 of all before it. */
  async finish(): Promise<{ readonly lines: number; readonly sha256: string }> {
    await this.#flush();
    const sha256 = this.#hash.digest("hex");
    await this.#write(`${JSON.stringify({ sha256 })}\n`);
    return { lines: this.#lines, sha256 };
  }

  async #flush(): Promise<void> {
    this.#hash.update(this.#text, "utf8");
    await this.#write(this.#text);
    this.#text = "";
  }
}

type Keys = { readonly tenant: string; readonly run: string; readonly account?: string };

async function writeRows(
  sink: LineSink,
  client: ClientBase,
  of: { readonly kind: RowKind; readonly keys: Keys; readonly values: readonly string[] },
): Promise<void> {
  for await (const row of streamRows(client, of.kind, of.values)) {
    await sink.line({
      row: of.kind.name,
      ...of.keys,
      ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, viewOf(value)])),
    });
  }
}

/** Books grouped by the run that they are in; the list comes sorted by run. */
function groupByRun(books: readonly ExportedBook[]): readonly (readonly ExportedBook[])[] {
  const groups = new Map<string, ExportedBook[]>();
  for (const book of books) {
    const key = `${book.tenantId} ${book.runId}`;
    groups.set(key, [...(groups.get(key) ?? []), book]);
  }
  return [...groups.values()];
}

/**
 * Writes every hashed row of the runs as one stream of JSON lines in a fixed order, read from one
 * snapshot of the database. Two fresh databases in which the same was run, under the same keys, give
 * the same bytes.
 */
export async function exportCanonical(pool: Pool, { runs, accounts, write }: CanonicalExport): Promise<CanonicalTotals> {
  return inTransaction(pool, async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const isWanted = (keys: readonly string[], key: string): boolean => keys.length === 0 || keys.includes(key);
    const books = (await listExportedBooks(client)).filter((book) => isWanted(runs, book.runKey) && isWanted(accounts, book.accountKey));
    const sink = new LineSink(write);
    for (const group of groupByRun(books)) {
      const [first] = group;
      if (first === undefined) continue;
      const run = { keys: { tenant: first.tenantKey, run: first.runKey }, values: [first.tenantId, first.runId] };
      await writeRows(sink, client, { kind: RUN_ROW, ...run });
      await writeRows(sink, client, { kind: RUN_SNAPSHOTS, ...run });
      for (const book of group) {
        const of = { keys: { ...run.keys, account: book.accountKey }, values: [book.tenantId, book.accountId, book.runId] };
        for (const kind of BOOK_ROWS) await writeRows(sink, client, { kind, ...of });
      }
    }
    return { books: books.length, ...(await sink.finish()) };
  });
}

/** Keys of all runs and accounts that have books, to tell a mistyped one. */
export async function exportableKeys(pool: Pool): Promise<{ readonly runs: readonly string[]; readonly accounts: readonly string[] }> {
  const books = await inTransaction(pool, listExportedBooks);
  return { runs: [...new Set(books.map(({ runKey }) => runKey))], accounts: [...new Set(books.map(({ accountKey }) => accountKey))] };
}
