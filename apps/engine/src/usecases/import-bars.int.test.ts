import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { findSeries, listPassports, listSeries } from "@ballast/db/repositories/series";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ImportRefused } from "../marketdata/import/import-refused.ts";
import { loadColumns } from "../marketdata/load-columns.ts";
import { sha256 } from "../ports/sha256.ts";
import { importBars, type ImportOutcome, type ImportRequest } from "./import-bars.ts";

const HOUR = 3_600_000;
const JAN = Date.UTC(2021, 0, 1);
const HEADER = "ts_ms,open,high,low,close,volume\n";
const SHARED = process.env["BALLAST_SHARED_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data");
const directory = new SymbolDirectory(shippedCatalogue());

type Given = readonly [hour: number, close: number];

let database: TestDatabase;
let folder: string;
let files = 0;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "ballast-import-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

const rowsOf = (bars: readonly Given[]): string => bars.map(([hour, close]) => `${JAN + hour * HOUR},10,50,5,${close},1.5\n`).join("");
const hoursOf = (from: number, to: number, close = 11): Given[] => Array.from({ length: to - from }, (_, index) => [from + index, close]);

async function file(content: string | Uint8Array): Promise<string> {
  files += 1;
  const path = join(folder, `bars-${files}`);
  await writeFile(path, content);
  return path;
}

/** Every test imports under a source of its own, so that they don't meet. */
function importer(source: string, rest: Partial<ImportRequest> = {}) {
  const { instrument, venueNames } = directory.entryOf("BTC/USD");
  return async (content: string | Uint8Array, more: Partial<ImportRequest> = {}): Promise<ImportOutcome> =>
    importBars(
      { pool: database.pools.engine, sha256, onProgress: () => undefined },
      {
        path: await file(content),
        instrument,
        venueNames,
        timeframeMs: HOUR,
        source,
        timestampUnit: "auto",
        revise: false,
        ...rest,
        ...more,
      },
    );
}

async function refusal(outcome: Promise<ImportOutcome>): Promise<ImportRefused> {
  const error: unknown = await outcome.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ImportRefused) return error;
  throw new Error("the file was not refused", { cause: error });
}

async function stored(source: string): Promise<readonly (readonly [hour: number, close: number])[]> {
  const series = await findSeries(database.pools.engine, { source, symbol: "BTC/USD", timeframeMs: HOUR });
  if (series === undefined) return [];
  const columns = await loadColumns({ db: database.pools.engine, sha256 }, series.id, {
    fromMs: Number.MIN_SAFE_INTEGER,
    toMs: Number.MAX_SAFE_INTEGER,
  });
  return [...columns.tsMs].map((tsMs, row) => [(tsMs - JAN) / HOUR, columns.close[row] ?? 0] as const);
}

/** A ZIP of these texts, stored as `deflate`. */
function zipOf(entries: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directoryParts: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const packed = deflateRawSync(text);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(text), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(text), 8);
    const head = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
    const nameLength = Buffer.from([name.length, 0, 0, 0]);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), head, sizes, nameLength, Buffer.from(name), packed]);
    const at = Buffer.alloc(4);
    at.writeUInt32LE(offset);
    directoryParts.push(
      Buffer.concat([
        Buffer.from("PK\u0001\u0002"),
        Buffer.from([20, 0]),
        head,
        sizes,
        nameLength,
        Buffer.alloc(10),
        at,
        Buffer.from(name),
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directoryParts);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directoryParts.length, 4);
  end.writeUInt16LE(directoryParts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\u0005\u0006"), end]);
}

describe("importBars", () => {
  test("stores the bars and a passport with its gaps, duplicates and hashes", async () => {
    const bars = [...hoursOf(0, 3), ...hoursOf(5, 7)];
    const outcome = await importer("passport")(`${HEADER}${rowsOf(bars)}${rowsOf([[6, 11]])}`);
    expect(await stored("passport")).toEqual(bars);
    expect(outcome.counts).toMatchObject({ rows: 6, duplicatesDropped: 1, added: 5, agreed: 0, revised: 0 });
    expect(outcome.passport).toMatchObject({
      seq: 1,
      rows: 5,
      firstMs: JAN,
      lastMs: JAN + 6 * HOUR,
      gapBars: 2,
      gaps: { count: 1, isComplete: true, listed: [[JAN + 3 * HOUR, JAN + 5 * HOUR, 2]] },
      repairs: { inserted: 0, revised: 0, fromMs: null, toMs: null },
    });
  });

  test("says so when the same file comes again, and changes nothing", async () => {
    const run = importer("again");
    const text = rowsOf(hoursOf(0, 4));
    const first = await run(text);
    const second = await run(text);
    expect([first.state, second.state]).toEqual(["imported", "already imported"]);
    expect(await listPassports(database.pools.engine, first.series.id)).toHaveLength(1);
    // The same bars in another file: read, found to agree, and nothing written.
    expect((await run(`${HEADER}${text}`)).state).toBe("unchanged");
    expect(await listPassports(database.pools.engine, first.series.id)).toHaveLength(1);
  });

  test("appends, prepends and fills in over months, whatever the order of the files", async () => {
    const months = 2_200;
    const parts = [hoursOf(700, 1_500), hoursOf(0, 400), hoursOf(1_400, months), hoursOf(350, 720)];
    const piecewise = importer("pieces");
    const outcomes: ImportOutcome[] = [];
    for (const part of parts) outcomes.push(await piecewise(rowsOf(part)));
    const whole = await importer("whole")(rowsOf(hoursOf(0, months)));
    expect(await stored("pieces")).toEqual(await stored("whole"));
    expect(outcomes.map(({ counts }) => counts.inserted)).toEqual([0, 0, 0, 300]);
    expect(outcomes.at(-1)?.passport).toMatchObject({ rows: months, gapBars: 0, gaps: { count: 0 } });
    expect(outcomes.at(-1)?.passport.rows).toBe(whole.passport.rows);
  });

  test("refuses a bar that disagrees with a stored one, until it is told to revise", async () => {
    const run = importer("revise");
    const before = await run(rowsOf(hoursOf(0, 5)));
    const other = rowsOf([
      [3, 12],
      [4, 11],
      [5, 11],
    ]);
    expect(await refusal(run(other))).toMatchObject({ code: "DISAGREES_WITH_STORED", line: 1 });
    expect(await stored("revise")).toEqual(hoursOf(0, 5));
    const after = await run(other, { revise: true });
    expect(after.counts).toMatchObject({ added: 1, agreed: 1, revised: 1 });
    expect(after.passport.repairs).toEqual({ inserted: 0, revised: 1, fromMs: JAN + 3 * HOUR, toMs: JAN + 3 * HOUR });
    expect(await stored("revise")).toEqual([...hoursOf(0, 3), [3, 12], [4, 11], [5, 11]]);
    const { rows } = await database.pools.owner.query("select revision, rows from bar_chunks where series_id = $1 order by revision", [
      before.series.id,
    ]);
    expect(rows).toEqual([
      { revision: 1, rows: 5 },
      { revision: 2, rows: 6 },
    ]);
  });

  test.each<readonly [string, number, string]>([
    ["UNSORTED", 3_001, `${rowsOf(hoursOf(0, 3_000))}${rowsOf([[10, 11]])}`],
    ["DUPLICATE_DIFFERS", 3_001, `${rowsOf(hoursOf(0, 3_000))}${rowsOf([[2_999, 12]])}`],
    ["NOT_POSITIVE", 3_001, `${rowsOf(hoursOf(0, 3_000))}${JAN + 3_000 * HOUR},-1,5,1,1,1\n`],
    ["HIGH_BELOW", 3_001, `${rowsOf(hoursOf(0, 3_000))}${JAN + 3_000 * HOUR},10,9,11,10,1\n`],
    ["WRONG_COLUMNS", 3_001, `${rowsOf(hoursOf(0, 3_000))}${JAN + 3_000 * HOUR},10,9\n`],
    ["TOO_LARGE", 3_001, `${rowsOf(hoursOf(0, 3_000))}${JAN + 3_000 * HOUR},1e29,1e29,1e29,1e29,1\n`],
    ["TOO_PRECISE", 3_001, `${rowsOf(hoursOf(0, 3_000))}${JAN + 3_000 * HOUR},10,50,5,11,0.1234567890123\n`],
  ])("leaves nothing behind after %s in line %i", async (code, line, text) => {
    const source = `broken-${code.toLowerCase().replaceAll("_", "-")}`;
    expect(await refusal(importer(source)(text))).toMatchObject({ code, line });
    expect((await listSeries(database.pools.engine)).filter((series) => series.source === source)).toEqual([]);
  });

  test("refuses a gzip that was cut off or damaged, with the line it came to", async () => {
    const packed = gzipSync(rowsOf(hoursOf(0, 8_000)));
    const cut = await refusal(importer("cut")(packed.subarray(0, packed.length - 2_000)));
    expect(cut.code).toBe("ARCHIVE_TRUNCATED");
    expect(cut.line).toBeGreaterThan(1);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 2_000, 2_100);
    expect((await refusal(importer("cut")(damaged))).code).toBe("ARCHIVE_CORRUPT");
    expect(await stored("cut")).toEqual([]);
  });

  test("refuses a gzip whose trailer is damaged or cut, and one with something behind it", async () => {
    const packed = gzipSync(rowsOf(hoursOf(0, 3_000)));
    const flipped = (at: number): Buffer => {
      const damaged = Buffer.from(packed);
      damaged[damaged.length - at] = (damaged.at(-at) ?? 0) ^ 0xff;
      return damaged;
    };
    const cuts = [1, 4, 7, 8].map((bytes) => packed.subarray(0, packed.length - bytes));
    const garbage = [Buffer.from("x"), Buffer.from([0x1f]), gzipSync("").subarray(0, 9)].map((tail) => Buffer.concat([packed, tail]));
    for (const broken of [flipped(8), flipped(5), flipped(4), flipped(1), ...cuts, ...garbage]) {
      const refused = await refusal(importer("trailer")(broken));
      expect(refused).toMatchObject({
        code: expect.stringMatching(/^ARCHIVE_(TRUNCATED|CORRUPT)$/),
        line: 3_001,
        message: expect.stringContaining("after 3000 whole lines"),
      });
    }
    expect(await stored("trailer")).toEqual([]);
    const twoMembers = Buffer.concat([gzipSync(rowsOf(hoursOf(0, 10))), gzipSync(rowsOf(hoursOf(10, 20))), Buffer.alloc(512)]);
    expect((await importer("members")(twoMembers)).passport.rows).toBe(20);
  });

  test("reads gzip, ZIP and Parquet alike", async () => {
    const bars = hoursOf(0, 900);
    const text = rowsOf(bars);
    await importer("packed-gzip")(gzipSync(text));
    await importer("packed-zip")(zipOf({ "OHLCVT/ETHUSD_60.csv": "1,2,3\n", "OHLCVT/XBTUSD_60.csv": text, "OHLCVT/XBTUSD_1.csv": "x" }));
    const columns = ["open", "high", "low", "close", "volume"].map((name, index) => ({
      name,
      type: "DOUBLE" as const,
      data: bars.map(([, close]) => [10, 50, 5, close, 1.5][index] ?? 0),
    }));
    const tsMs = { name: "ts_ms", type: "INT64" as const, data: bars.map(([hour]) => BigInt(JAN + hour * HOUR)) };
    await importer("packed-parquet")(new Uint8Array(parquetWriteBuffer({ columnData: [...columns, tsMs], rowGroupSize: 250 })));
    for (const source of ["packed-gzip", "packed-zip", "packed-parquet"]) expect(await stored(source)).toEqual(bars);
  });

  test("refuses archives that are corrupt, lack the bars, or unpack to a bomb", async () => {
    const run = importer("archives");
    const zip = zipOf({ "XBTUSD_60.csv": rowsOf(hoursOf(0, 500)) });
    expect((await refusal(run(zip.subarray(0, zip.length - 30)))).code).toBe("ARCHIVE_CORRUPT");
    const flipped = Buffer.from(zip);
    flipped.writeUInt32LE(1, flipped.indexOf("PK\u0001\u0002") + 16);
    expect((await refusal(run(flipped))).code).toBe("ARCHIVE_CORRUPT");
    expect(await refusal(run(zipOf({ "ETHUSD_60.csv": "", "ADAUSD_60.csv": "" })))).toMatchObject({
      code: "ARCHIVE_LACKS_BARS",
      message: expect.stringContaining("ETHUSD_60.csv, ADAUSD_60.csv"),
    });
    expect((await refusal(run(gzipSync(Buffer.alloc(80 * 1024 ** 2))))).code).toMatch(/ARCHIVE_TOO_LARGE|WRONG_COLUMNS/);
    expect((await refusal(run("PAR1 and no more"))).code).toBe("PARQUET_CORRUPT");
    expect((await refusal(run(""))).code).toBe("FILE_EMPTY");
    expect((await refusal(run(HEADER))).code).toBe("FILE_EMPTY");
    expect(await stored("archives")).toEqual([]);
  });

  test("says what a file is that was packed twice or holds no text, and prints none of its bytes", async () => {
    const run = importer("binary");
    const parquet = parquetWriteBuffer({ columnData: [{ name: "ts_ms", type: "INT64", data: [1n] }] });
    const hidden: readonly (readonly [string | Uint8Array, RegExp])[] = [
      [gzipSync(new Uint8Array(parquet)), /where the rows should begin, there is a Parquet file/],
      [gzipSync(gzipSync(rowsOf(hoursOf(0, 3)))), /there is a gzip file/],
      [zipOf({ "XBTUSD_60.csv": "PK\u0003\u0004more" }), /there is a ZIP archive/],
      [new Uint8Array(parquet).subarray(4), /the content is no text: byte \d+ is 0x/],
    ];
    for (const [content, message] of hidden)
      expect(await refusal(run(content))).toMatchObject({ code: "NOT_BARS", message: expect.stringMatching(message) });
    expect(await stored("binary")).toEqual([]);
  });

  test("refuses a file of another timeframe by both names, with nothing stored", async () => {
    const run = importer("timeframe");
    const hours = rowsOf(hoursOf(0, 3_000));
    expect(await refusal(run(hours, { timeframeMs: HOUR / 60 }))).toMatchObject({
      code: "TIMEFRAME_DIFFERS",
      mend: expect.stringContaining("--timeframe 1h"),
    });
    const minutes = Array.from({ length: 3_000 }, (_, n) => `${JAN + (n * HOUR) / 60},10,50,5,11,1\n`).join("");
    expect(await refusal(run(minutes))).toMatchObject({
      code: "TIMEFRAME_DIFFERS",
      line: 2,
      mend: expect.stringContaining("--timeframe 1m"),
    });
    expect((await listSeries(database.pools.engine)).filter((series) => series.source === "timeframe")).toEqual([]);
    const sparse = await run(hours, { timeframeMs: HOUR / 60, isSparseAllowed: true });
    expect(sparse.passport).toMatchObject({ rows: 3_000, gaps: { count: 2_999 } });
  });

  test("holds a volume to the scale of its base: 8 decimals of a currency, 12 of a coin", async () => {
    const { instrument, venueNames } = directory.entryOf("USDC/USD");
    const bar = (volume: string): string => `${JAN},1,1,1,1,${volume}\n`;
    const run = importer("scales", { instrument, venueNames });
    expect(await refusal(run(bar("1.123456789")))).toMatchObject({
      code: "TOO_PRECISE",
      line: 1,
      message: expect.stringContaining("column 6 (volume) has more than 8 decimals, the scale of USDC"),
    });
    expect((await run(bar("1.12345678"))).passport.rows).toBe(1);
    expect((await importer("scales")(bar("1.123456789012"))).passport.rows).toBe(1);
  });

  test("two imports at once into one series come out as one after the other", async () => {
    const run = importer("racing");
    const outcomes = await Promise.all([run(rowsOf(hoursOf(0, 600))), run(rowsOf(hoursOf(300, 900))), run(rowsOf(hoursOf(800, 1_500)))]);
    expect(outcomes.map(({ state }) => state)).toEqual(["imported", "imported", "imported"]);
    expect(await stored("racing")).toEqual(hoursOf(0, 1_500));
  });

  const real = join(SHARED, "ohlcv/kraken_BTC-USD_1h.csv.gz");
  test.skipIf(!existsSync(real))("imports ten years of real hours: kraken_BTC-USD_1h", async () => {
    const outcome = await importer("real")("", { path: real });
    expect(outcome.passport).toMatchObject({ rows: 70_252, gapBars: 10_856, firstMs: 1_381_093_200_000 });
  });
});
