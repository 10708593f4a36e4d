import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import { readManifestRows, type ManifestSource } from "@ballast/db/repositories/replay-manifest";
import type { SlotTimes } from "@ballast/db/repositories/replay-receipts";
import type { Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import { nameOf } from "./content-shelf.ts";
import { atOneMoment } from "./replay-receipts.ts";

export type ManifestRow = { readonly kind: string; readonly key: string; readonly hash: Uint8Array };

/** Every row of a book's hour with its hash, and one hash over all of them. */
export type Manifest = { readonly rows: readonly ManifestRow[]; readonly root: string };

const FORM = "replay-manifest";
const ROW_FORM = "replay-row";
const VERSION = 1;

/** Codes of the types that a column may have: two columns of other types never share bytes. */
const NOTHING = 0;
const TEXT = 1;
const INTEGER = 2;
const UNITS = 3;
const BYTES = 4;
const TEXTS = 5;

function writeValue(writer: CanonicalWriter, name: string, value: unknown): void {
  if (value === null || value === undefined) writer.u8(NOTHING);
  else if (typeof value === "string") writer.u8(TEXT).text(value);
  else if (typeof value === "number") writer.u8(INTEGER).i64(value);
  else if (typeof value === "bigint") writer.u8(UNITS).units(value);
  else if (value instanceof Uint8Array) writer.u8(BYTES).bytes(value);
  else if (Array.isArray(value)) writer.u8(TEXTS).list(value, (item) => writer.text(String(item)));
  else throw new TypeError(`column ${name} has no canonical form: ${typeof value}`);
}

/** SHA-256 of a row's kind and of each of its columns by name; of a chain's link its own hash is one of them. */
function hashOf({ kind, columns }: ManifestSource): Uint8Array {
  const writer = new CanonicalWriter();
  writer.text(ROW_FORM).u32(VERSION).text(kind);
  writer.list(Object.entries(columns), ([name, value]) => {
    writer.text(name);
    writeValue(writer, name, value);
  });
  return sha256(writer.finish());
}

/**
 * The manifest of a book's hour. The root is SHA-256 over canonical bytes of the form's name and version,
 * the keys of workspace, account and run, both ends of the hour, and each row's kind, key and hash in
 * order. Ids that differ from one database to the next are not in it: the same run gives the same root.
 */
export async function manifestOf(pool: Pool, book: ReplayBook, times: SlotTimes): Promise<Manifest> {
  const sources = await atOneMoment(pool, (client) => readManifestRows(client, book, times));
  const rows = sources.map((source) => ({ kind: source.kind, key: source.key, hash: hashOf(source) }));
  const writer = new CanonicalWriter();
  writer.text(FORM).u32(VERSION).text(book.tenantKey).text(book.accountKey).text(book.runKey).i64(times.fromMs).i64(times.toMs);
  writer.list(rows, ({ kind, key, hash }) => writer.text(kind).text(key).bytes(hash));
  return { rows, root: nameOf(sha256(writer.finish())) };
}
