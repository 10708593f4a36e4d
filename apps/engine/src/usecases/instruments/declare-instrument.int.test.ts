import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declareInstrument } from "@ballast/core/market/instrument-declaration";
import { instrumentTableBytes } from "@ballast/core/market/instrument";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine } from "../../testing/test-engine.ts";
import { declareCustomInstrument } from "./declare-instrument.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "ballast-instruments-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

function declared(symbol: string, venueName?: string) {
  const steps = venueName === undefined ? undefined : "0.01";
  const { instrument } = declareInstrument({
    symbol,
    venueName,
    priceStep: steps,
    quantityStep: steps,
    quantityMin: undefined,
    notionalMin: undefined,
  });
  if (instrument === undefined) throw new Error(`${symbol} can't be declared`);
  return instrument;
}

test("an engine that runs decides with what was added or changed meanwhile, and the table that its receipts name is stored", async () => {
  const pool = database.pools.engine;
  const { ports } = await openTestEngine({ pool, stateDir: folder, wallMs: Date.now });
  const statusOf = (): string | undefined => ports.instruments.find(({ symbol }) => symbol === "FOO/USD")?.status;
  const isStored = async (): Promise<boolean> => {
    const hash = sha256(instrumentTableBytes(ports.instruments));
    return (await pool.query("select from instrument_tables where hash = $1", [hash])).rowCount === 1;
  };
  expect(statusOf()).toBeUndefined();
  for (const [act, venueName, status] of [
    ["add", undefined, "training_only"],
    ["set", "FOOUSD", "online"],
  ] as const) {
    await declareCustomInstrument(pool, declared("FOO/USD", venueName), act);
    await ports.cycle.loadWork([]);
    expect(statusOf()).toBe(status);
    expect(await isStored()).toBe(true);
  }
});

test.each([
  ["INSTRUMENT_SHIPPED", "BTC/USD", undefined, "add"],
  ["INSTRUMENT_SHIPPED", "BTC/USD", "XBTUSD", "set"],
  ["UNKNOWN_SYMBOL", "NIL/USD", undefined, "set"],
  ["VENUE_NAME_TAKEN", "NIL/USD", "XBTUSD", "add"],
] as const)("%s: %s as %s can't be %s", async (code, symbol, venueName, act) => {
  await expect(declareCustomInstrument(database.pools.engine, declared(symbol, venueName), act)).rejects.toMatchObject({ code });
});

test("of two who add the same symbol at once one is refused", async () => {
  const both = await Promise.allSettled([1, 2].map(() => declareCustomInstrument(database.pools.engine, declared("TWO/USD"), "add")));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
