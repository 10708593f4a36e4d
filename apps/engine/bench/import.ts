import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { loadInstruments } from "../src/marketdata/load-instruments.ts";
import { sha256 } from "../src/ports/sha256.ts";
import { importBars } from "../src/usecases/import-bars.ts";
import type { BenchServers } from "./bench-servers.ts";

const ROWS = 2_000_000;
const ROWS_PER_WRITE = 10_000;
const FIRST_MS = Date.UTC(2018, 0, 1);

/** A file of one-minute bars as an archive holds them. */
async function writeBars(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write("ts_ms,open,high,low,close,volume\n");
  let price = 10_000;
  for (let from = 0; from < ROWS; from += ROWS_PER_WRITE) {
    let text = "";
    for (let row = from; row < from + ROWS_PER_WRITE; row += 1) {
      const open = price;
      price = Math.max(100, price + ((row * 7_919) % 41) - 20);
      text += `${FIRST_MS + row * MINUTE_MS},${open}.1,${Math.max(open, price) + 3}.5,${Math.min(open, price) - 3}.25,${price}.7,${(row % 977) / 8}\n`;
    }
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/** A file's way into sealed chunks: parsed, checked, hashed, committed. */
export async function benchImport(servers: BenchServers, say: (line: string) => void): Promise<Record<string, unknown>> {
  say(`import: ${ROWS} rows of CSV`);
  const folder = await mkdtemp(join(tmpdir(), "ballast-bench-"));
  const database = await servers.newDatabase();
  try {
    const path = join(folder, "bars.csv");
    await writeBars(path);
    const { instrument, venueNames } = new SymbolDirectory(shippedCatalogue()).entryOf("BTC/USD");
    await loadInstruments(database.engine);
    let rssMaxMb = 0;
    const watch = setInterval(() => {
      rssMaxMb = Math.max(rssMaxMb, process.memoryUsage.rss() / 1_048_576);
    }, 50);
    const rssBeforeMb = process.memoryUsage.rss() / 1_048_576;
    const startedMs = performance.now();
    await importBars(
      { pool: database.engine, sha256, onProgress: () => undefined },
      { path, instrument, venueNames, timeframeMs: MINUTE_MS, source: "bench", timestampUnit: "ms", revise: false },
    );
    const seconds = (performance.now() - startedMs) / 1_000;
    clearInterval(watch);
    return {
      goal: "over 200,000 rows a second",
      rows: ROWS,
      fileMb: (await stat(path)).size / 1_048_576,
      seconds,
      rowsPerSecond: ROWS / seconds,
      rssBeforeMb,
      rssMaxMb,
    };
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}
