import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { ImportRefused } from "./import-refused.ts";
import { refuseBomb } from "./inflate-bound.ts";
import { boundInflation } from "./text-source.ts";

const ENTRIES_MAX = 50_000;
const LISTED_MAX = 20;

/** Which bars are asked of an archive: the venue's names for the pair, and the timeframe in minutes. */
export type ArchiveWish = { readonly pairNames: readonly string[]; readonly timeframeMinutes: number };

export type ZipText = { readonly entryName: string; readonly text: AsyncGenerator<Uint8Array> };

/** Kraken's OHLCVT archives name their files `XBTUSD_60.csv`: pair and minutes. */
const KRAKEN_NAME = /^([A-Za-z0-9.]+)_(\d+)\.csv$/;

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const isBars = ({ fileName }: Entry): boolean =>
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
    if (isBars(entry)) entries.push(entry);
    if (entries.length > ENTRIES_MAX)
      throw new ImportRefused({
        code: "ARCHIVE_TOO_LARGE",
        fact: `the archive has more than ${ENTRIES_MAX} CSV files`,
        mend: "Unpack it and import the file that you want.",
      });
  }
  return entries;
}

/**
 * The entry that holds the wished bars. A lone CSV is taken whatever its name, unless the name says
 * that it holds another pair or timeframe.
 */
export function pickEntry<Named extends { readonly fileName: string }>(entries: readonly Named[], wish: ArchiveWish): Named {
  const wanted = new Set(wish.pairNames.map((pair) => `${pair}_${wish.timeframeMinutes}.csv`.toUpperCase()));
  const matches = entries.filter(({ fileName }) => wanted.has(baseName(fileName).toUpperCase()));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const [only] = entries;
  if (only !== undefined && entries.length === 1 && !KRAKEN_NAME.test(baseName(only.fileName))) return only;
  const names = (matches.length > 1 ? matches : entries).map(({ fileName }) => fileName);
  const listed = names.slice(0, LISTED_MAX).join(", ");
  const rest = names.length > LISTED_MAX ? ` and ${names.length - LISTED_MAX} more` : "";
  throw new ImportRefused({
    code: matches.length > 1 ? "ARCHIVE_AMBIGUOUS" : "ARCHIVE_LACKS_BARS",
    fact:
      names.length === 0
        ? "the archive holds no CSV"
        : `${matches.length > 1 ? "several files match" : `no ${[...wanted].join(" or ")}`}; it holds ${listed}${rest}`,
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
