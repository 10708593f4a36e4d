import { DAY_MS, HOUR_MS, MINUTE_MS } from "@ballast/core/time/timeframe";

/** Which bars are asked of an archive: every name of the pair, and the timeframe in minutes. */
export type ArchiveWish = { readonly pairNames: readonly string[]; readonly timeframeMinutes: number };

const MINUTES_OF_UNIT: Readonly<Record<string, number>> = { M: 1, H: HOUR_MS / MINUTE_MS, D: DAY_MS / MINUTE_MS };
/** The candles that Kraken's archive has; any other number behind a name is a year or a counter. */
const ARCHIVE_MINUTES: ReadonlySet<number> = new Set([1, 5, 15, 30, 60, 240, 720, 1_440, 10_080, 21_600]);

const lettersOf = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** `60`, `60m`, `1h` or `1d` in minutes; undefined where the word is none of them. */
function minutesOf(word: string): number | undefined {
  const match = /^(\d{1,5})([mhd]?)$/i.exec(word);
  const unit = match?.[2]?.toUpperCase() ?? "";
  if (match === null) return undefined;
  const minutes = Number(match[1]) * (MINUTES_OF_UNIT[unit] ?? 1);
  return unit !== "" || ARCHIVE_MINUTES.has(minutes) ? minutes : undefined;
}

/** What the name of a CSV says that it holds: `XBTUSD_60.csv`, `BTC-USD_1h.csv`, `kraken_BTC-USD_60m.csv`. */
export type EntryName = { readonly spellings: readonly string[]; readonly minutes: number };

/** Pair and timeframe in a file's name; undefined where it has none behind its last `_` or `-`. */
export function readEntryName(baseName: string): EntryName | undefined {
  const words = baseName.replace(/\.csv$/i, "").split(/[_-]/);
  const minutes = words.length < 2 ? undefined : minutesOf(words.at(-1) ?? "");
  if (minutes === undefined) return undefined;
  // A venue or a folder's prefix may stand before the pair, and the pair itself may be in two words.
  const spellings = words.slice(0, -1).map((_, from) => lettersOf(words.slice(from, -1).join("")));
  return { spellings, minutes };
}

/** Whether the name is one of the wished pair and timeframe, in any spelling of either. */
export function isWished(name: EntryName, wish: ArchiveWish): boolean {
  const wanted = new Set(wish.pairNames.map(lettersOf));
  return name.minutes === wish.timeframeMinutes && name.spellings.some((spelling) => wanted.has(spelling));
}
