import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { isWished, readEntryName, type ArchiveWish } from "./entry-name.ts";
import { ImportRefused } from "./import-refused.ts";
import { refuseBomb } from "./inflate-bound.ts";
import { boundInflation } from "./text-source.ts";

const ENTRIES_MAX = 50_000;
const LISTED_MAX = 20;

export type ZipText = { readonly entryName: string; readonly text: AsyncGenerator<Uint8Array> };

type Named = { readonly fileName: string };

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const isBars = ({ fileName }: Named): boolean =>
  fileName.toLowerCase().endsWith(".csv") && !fileName.startsWith("__MACOSX/") && !baseName(fileName).startsWith(".");

const corrupt = (path: string, cause: unknown): ImportRefused =>
  new ImportRefused({
    code: "ARCHIVE_CORRUPT",
    fact: `${path} is not a whole ZIP: ${cause instanceof Error ? cause.message : String(cause)}`,
    mend: "Download or pack the archive again; `unzip -t` tests it.",
    cause,
  });

async function listEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith("/")) entries.push(entry);
    if (entries.length > ENTRIES_MAX)
      throw new ImportRefused({
        code: "ARCHIVE_TOO_LARGE",
        fact: `the archive has more than ${ENTRIES_MAX} files`,
        mend: "Unpack it and import the file that you want.",
      });
  }
  return entries;
}

/** What an archive holds, in a message: the first names, and how many more there are. */
function listNames(entries: readonly Named[]): string {
  const listed = entries.slice(0, LISTED_MAX).map(({ fileName }) => fileName);
  const rest = entries.length - listed.length;
  return entries.length === 0 ? "no file" : `${listed.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/**
 * The entry that holds the wished bars, by any name of the pair. A lone CSV is taken whatever its
 * name, unless the name says that it holds another pair or timeframe.
 */
export function pickEntry<Found extends Named>(entries: readonly Found[], wish: ArchiveWish): Found {
  const tables = entries.filter(isBars);
  const named = tables.map((entry) => ({ entry, name: readEntryName(baseName(entry.fileName)) }));
  const matches = named.flatMap(({ entry, name }) => (name !== undefined && isWished(name, wish) ? [entry] : []));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const [only] = named;
  if (only !== undefined && named.length === 1 && only.name === undefined) return only.entry;
  const wanted = wish.pairNames.map((pair) => `${pair.replace("/", "")}_${wish.timeframeMinutes}.csv`);
  throw new ImportRefused({
    code: matches.length > 1 ? "ARCHIVE_AMBIGUOUS" : "ARCHIVE_LACKS_BARS",
    fact:
      matches.length > 1
        ? `several files of the archive match: ${listNames(matches)}`
        : `the archive holds no ${[...new Set(wanted)].join(" or ")}; it holds ${listNames(tables.length > 0 ? tables : entries)}`,
    mend: "Ask for an instrument and timeframe that the archive holds, or unpack it and import the CSV itself.",
  });
}

/** The pieces of a stream, whose checksum must be the archive's own: yauzl compares sizes only. */
async function* checkedText(pieces: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  for await (const piece of pieces) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (checksum !== entry.crc32)
    throw new ImportRefused({
      code: "ARCHIVE_CORRUPT",
      fact: `${entry.fileName} has another checksum than its archive says`,
      mend: "Download or pack the archive again; `unzip -t` tests it.",
    });
}

async function* entryText(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    refuseBomb({ compressed: entry.compressedSize, inflated: entry.uncompressedSize });
    const stream = await zip.openReadStreamPromise(entry);
    yield* checkedText(boundInflation(stream, entry.compressedSize), entry);
  } finally {
    zip.close();
  }
}

/** Opens an archive at the one CSV that holds the wished bars. */
export async function openZipText(path: string, wish: ArchiveWish): Promise<ZipText> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    throw corrupt(path, cause);
  });
  try {
    const entries = await listEntries(zip);
    const entry = pickEntry(entries, wish);
    if (entry.isEncrypted())
      throw new ImportRefused({
        code: "ARCHIVE_ENCRYPTED",
        fact: `${entry.fileName} is encrypted`,
        mend: "Unpack it with its password and import the CSV.",
      });
    return { entryName: entry.fileName, text: entryText(zip, entry) };
  } catch (error) {
    zip.close();
    throw error instanceof ImportRefused ? error : corrupt(path, error);
  }
}
