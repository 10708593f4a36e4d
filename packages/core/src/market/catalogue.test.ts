import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PRICE_SCALE } from "../money/asset.ts";
import { formatUnits } from "../numeric/fixed.ts";
import { shippedCatalogue } from "./catalogue.ts";
import { decodeInstruments, encodeInstruments, instrumentTableBytes } from "./instrument.ts";
import { SymbolDirectory, UnknownSymbolError } from "./symbols.ts";
import { FIRST_TEN, lineageOf, QUOTE_CURRENCIES, RATE_SYMBOLS, successorOf, TRAINING_THIRTY } from "./universe.ts";

const DIRECTORY = new SymbolDirectory(shippedCatalogue());
const INSTRUMENTS = shippedCatalogue().map((entry) => entry.instrument);

describe("the shipped catalogue", () => {
  it("lists every coin of the universe in a quote currency, and the rates", () => {
    expect([FIRST_TEN.length, TRAINING_THIRTY.length, new Set(TRAINING_THIRTY).size]).toEqual([10, 30, 30]);
    for (const coin of new Set([...FIRST_TEN, ...TRAINING_THIRTY])) {
      for (const quote of ["USD", "EUR"]) expect(DIRECTORY.entryOf(`${coin}/${quote}`).governance).toBe("both");
    }
    for (const symbol of RATE_SYMBOLS) expect(DIRECTORY.instrumentOf(symbol).status).toBe("online");
    for (const quote of QUOTE_CURRENCIES) expect(DIRECTORY.has(`BTC/${quote}`)).toBe(true);
  });

  it("lets nothing be traded that the venue does not list", () => {
    for (const { instrument, venueNames, governance } of shippedCatalogue()) {
      const isListed = venueNames.length > 0;
      expect(instrument.status).toBe(isListed ? "online" : "training_only");
      expect(governance === "training").toBe(!isListed);
      expect(instrument.venueSymbol).toBe(venueNames[0] ?? "");
    }
  });

  it("reads back from the bytes that a receipt names, in whatever order its rows came", () => {
    expect(decodeInstruments(encodeInstruments(INSTRUMENTS))).toEqual(INSTRUMENTS);
    expect(instrumentTableBytes([...INSTRUMENTS].reverse())).toEqual(encodeInstruments(INSTRUMENTS));
    expect(() => encodeInstruments([...INSTRUMENTS].reverse())).toThrow(RangeError);
    expect(() => decodeInstruments(encodeInstruments(INSTRUMENTS).subarray(1))).toThrow(RangeError);
  });
});

describe("symbols", () => {
  it("map both ways through the table", () => {
    expect([DIRECTORY.instrumentOf("DOGE/USD").venueSymbol, DIRECTORY.instrumentOf("BTC/USD").venueSymbol]).toEqual(["XDGUSD", "XXBTZUSD"]);
    for (const name of ["XXBTZUSD", "XBTUSD", "XBT/USD"]) expect(DIRECTORY.symbolOfVenue(name)).toBe("BTC/USD");
    for (const { instrument, venueNames } of shippedCatalogue())
      for (const name of venueNames) expect(DIRECTORY.symbolOfVenue(name)).toBe(instrument.symbol);
  });

  it.each([
    ["BTC/USDD", "BTC/USD"],
    ["btc/usd", "BTC/USD"],
    ["XBT/USD", "BTC/USD"],
    ["XBTUSD", "BTC/USD"],
    ["ETHUSD", "ETH/USD"],
    ["BTC-USD", "BTC/USD"],
    ["btcusd", "BTC/USD"],
    ["LNIK/USD", "LINK/USD"],
    ["SOL/USDD", "SOL/USD"],
    ["FOO/USD", undefined],
    ["QWERTYUIOP", undefined],
    ["", undefined],
  ])("name the unknown %s and suggest %s", (asked, nearest) => {
    const error = (() => {
      try {
        DIRECTORY.instrumentOf(asked);
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(UnknownSymbolError);
    expect(error).toMatchObject({ code: "UNKNOWN_SYMBOL", symbol: asked, nearest });
    expect(String(error)).toContain(asked);
  });

  it("take custom entries, and refuse a symbol or venue name that stands twice", () => {
    const custom = DIRECTORY.entryOf("SOL/USD");
    const renamed = { ...custom, instrument: { ...custom.instrument, symbol: "FOO/USD" }, venueNames: ["FOOUSD"] };
    expect(new SymbolDirectory([...shippedCatalogue(), renamed]).symbolOfVenue("FOOUSD")).toBe("FOO/USD");
    expect(() => new SymbolDirectory([...shippedCatalogue(), { ...renamed, venueNames: ["XBTUSD"] }])).toThrow("XBTUSD");
    expect(() => new SymbolDirectory([...shippedCatalogue(), custom])).toThrow("SOL/USD");
    expect(() => DIRECTORY.symbolOfVenue("constructor")).toThrow(UnknownSymbolError);
  });

  it("carry renames: MATIC goes on as POL from 2024-09-04", () => {
    const at = Date.UTC(2024, 8, 4);
    expect([successorOf("MATIC", at - 1), successorOf("MATIC", at), successorOf("BTC", at)]).toEqual(["MATIC", "POL", "BTC"]);
    expect(lineageOf("POL")).toEqual([
      { code: "MATIC", untilMs: at },
      { code: "POL", untilMs: undefined },
    ]);
  });
});

const SHARED = process.env["BALLAST_SHARED_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const PAIRS_FILE = join(SHARED, "kraken/AssetPairs-2025/AssetPairs_full.json");
const pairTable = z.object({
  result: z.record(
    z.string(),
    z.object({
      altname: z.string(),
      wsname: z.string(),
      tick_size: z.string(),
      lot_decimals: z.number(),
      ordermin: z.string(),
      costmin: z.string(),
    }),
  ),
});

describe.skipIf(!existsSync(PAIRS_FILE))("against a recorded pair table of Kraken (BALLAST_SHARED_DATA)", () => {
  it("every listed pair has the venue's names, steps and minimums", () => {
    const { result } = pairTable.parse(JSON.parse(readFileSync(PAIRS_FILE, "utf8")));
    for (const { instrument, venueNames } of shippedCatalogue().filter((entry) => entry.venueNames.length > 0)) {
      const pair = result[instrument.venueSymbol];
      expect(pair, instrument.symbol).toBeDefined();
      for (const name of venueNames) expect([instrument.venueSymbol, pair?.altname, pair?.wsname]).toContain(name);
      expect(Number(formatUnits(instrument.tickUnits, PRICE_SCALE)), instrument.symbol).toBe(Number(pair?.tick_size));
      expect(formatUnits(instrument.lotUnits, instrument.base.scale)).toBe(formatUnits(1n, pair?.lot_decimals ?? NaN));
      expect(formatUnits(instrument.quantityMinUnits, instrument.base.scale)).toBe(pair?.ordermin);
      expect(formatUnits(instrument.notionalMinUnits, instrument.quote.scale)).toBe(pair?.costmin);
    }
  });
});
