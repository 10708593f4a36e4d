import type { BarColumns } from "@ballast/core/market/bar";
import { openChunk } from "@ballast/core/market/chunk";
import { columnsBetween, concatColumns } from "@ballast/core/market/columns";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { listChunkHeads, readChunk, readTail, type OpenTimes } from "@ballast/db/repositories/bars";
import type { ClientBase, Pool } from "pg";

export type BarSource = { readonly db: ClientBase | Pool; readonly sha256: Sha256 };

/**
 * A series' bars month by month, ascending: the newest revision of every sealed chunk, then the
 * tail behind the last chunk. Every chunk's hash is checked as it is read.
 */
export async function* readMonths({ db, sha256 }: BarSource, seriesId: string, range: OpenTimes): AsyncGenerator<BarColumns> {
  const everything = await listChunkHeads(db, seriesId, { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER });
  const wanted = everything.filter((head) => head.lastMs >= range.fromMs && head.firstMs < range.toMs);
  for await (const chunk of readAhead(wanted, (head) => readChunk(db, seriesId, head)))
    yield columnsBetween(openChunk(sha256, chunk).columns, range);
  const sealedToMs = everything.at(-1)?.lastMs ?? Number.NEGATIVE_INFINITY;
  const fromMs = Math.max(range.fromMs, sealedToMs + 1);
  if (fromMs >= range.toMs) return;
  const tail = await readTail(db, seriesId, { fromMs, toMs: range.toMs });
  if (tail.tsMs.length > 0) yield tail;
}

/** Reads one thing ahead, so that the server prepares the next chunk while this one is decoded. */
async function* readAhead<Head, Chunk>(heads: readonly Head[], read: (head: Head) => Promise<Chunk>): AsyncGenerator<Chunk> {
  const begin = (index: number): Promise<Chunk> | undefined => {
    const head = heads[index];
    const reading = head === undefined ? undefined : read(head);
    // Thrown where it is awaited; a reader that stops early awaits it no more.
    reading?.catch(() => undefined);
    return reading;
  };
  let coming = begin(0);
  for (let index = 1; coming !== undefined; index += 1) {
    const chunk = await coming;
    coming = begin(index);
    yield chunk;
  }
}

/** Bars of a series that open in [fromMs, toMs), as one set of columns. */
export async function loadColumns(source: BarSource, seriesId: string, range: OpenTimes): Promise<BarColumns> {
  const pieces: BarColumns[] = [];
  for await (const piece of readMonths(source, seriesId, range)) pieces.push(piece);
  return concatColumns(pieces);
}
