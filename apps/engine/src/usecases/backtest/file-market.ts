import { basename } from "node:path";
import { shippedCatalogue, trainingOnlyEntry, type CatalogueEntry } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { columnScalesOf } from "../../marketdata/import/column-scales.ts";
import { readEntryName } from "../../marketdata/import/entry-name.ts";
import { detectFileKind } from "../../marketdata/import/file-kind.ts";
import { ImportRefused } from "../../marketdata/import/import-refused.ts";
import { hashBarColumns, loadBarColumns, type LoadedBars } from "../../marketdata/import/load-bar-columns.ts";
import type { TimestampUnit } from "../../marketdata/import/timestamp-unit.ts";
import type { BacktestMarket } from "./backtest-terms.ts";

export type BarFileWish = {
  readonly path: string;
  /** Undefined: what the file's name says, else a nameless pair against USD. */
  readonly instrument: string | undefined;
  readonly timeframeMs: number | undefined;
  readonly timestampUnit: TimestampUnit;
};

/** A market of one file. */
export type FileMarket = {
  readonly market: BacktestMarket;
  readonly loaded: LoadedBars;
  /** SHA-256 of the bars, whatever format they came in. */
  readonly datasetHash: Uint8Array;
};

/** What a file's bars are called where nothing says of what they are. */
const NAMELESS = { base: "FILE", quote: "USD" };
const PAIR = /^([A-Z0-9]{1,20})\/([A-Z0-9]{1,20})$/;
const EXTENSIONS = /(\.(csv|gz|zip|parquet|pq))+$/i;

const lettersOf = (text: string): string => text.replace(/[^A-Z0-9]/g, "");

/** A pair that ships, or any other by its two assets: a backtest on a file needs nothing of a venue. */
function entryNamed(symbol: string): CatalogueEntry {
  const directory = new SymbolDirectory(shippedCatalogue());
  if (directory.symbols().includes(symbol)) return directory.entryOf(symbol);
  const [, base, quote] = PAIR.exec(symbol) ?? [];
  // It says what was most likely meant.
  return base === undefined || quote === undefined || base === quote ? directory.entryOf(symbol) : trainingOnlyEntry({ base, quote });
}

/** The pair in a file's name, as BTC-USD in kraken_BTC-USD_1h.csv.gz; undefined where it has none that ships. */
function entryInName(path: string): CatalogueEntry | undefined {
  const spellings = readEntryName(basename(path).replace(EXTENSIONS, ""))?.spellings ?? [];
  return shippedCatalogue().find(({ instrument }) => spellings.includes(lettersOf(instrument.symbol)));
}

/** The market of a file. Every refusal of it comes before anything is decided. */
export async function loadFileMarket(sha256: Sha256, wish: BarFileWish): Promise<FileMarket> {
  const { path, timeframeMs, timestampUnit } = wish;
  const kind = await detectFileKind(path);
  if (kind === "zip" && (wish.instrument === undefined || timeframeMs === undefined))
    throw new ImportRefused({
      code: "ENTRY_UNKNOWN",
      fact: "a ZIP may hold many files of bars",
      mend: "Say which with --instrument and --timeframe.",
    });
  const entry = wish.instrument === undefined ? (entryInName(path) ?? trainingOnlyEntry(NAMELESS)) : entryNamed(wish.instrument);
  const { instrument, venueNames } = entry;
  const loaded = await loadBarColumns({
    ...{ path, timeframeMs, timestampUnit },
    pairNames: [instrument.symbol, ...venueNames],
    scales: columnScalesOf(instrument),
  });
  const bars = new Map([[instrument.symbol, loaded.columns]]);
  return {
    market: { timeframeMs: loaded.timeframeMs, instruments: [instrument], bars },
    loaded,
    datasetHash: hashBarColumns(sha256, loaded),
  };
}
