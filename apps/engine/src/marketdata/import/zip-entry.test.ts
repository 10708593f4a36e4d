import { describe, expect, test } from "vitest";
import { ImportRefused } from "./import-refused.ts";
import { refuseBomb } from "./inflate-bound.ts";
import { pickEntry } from "./zip-entry.ts";

const BTC_HOURS = { pairNames: ["XXBTZUSD", "XBTUSD", "XBT/USD"], timeframeMinutes: 60 };
const entries = (...names: string[]): { fileName: string }[] => names.map((fileName) => ({ fileName }));

describe("pickEntry", () => {
  test("finds the pair and timeframe among many, in any folder and case", () => {
    const archive = entries("Kraken_OHLCVT/ETHUSD_60.csv", "Kraken_OHLCVT/XBTUSD_1.csv", "Kraken_OHLCVT/xbtusd_60.csv");
    expect(pickEntry(archive, BTC_HOURS).fileName).toBe("Kraken_OHLCVT/xbtusd_60.csv");
  });

  test("takes a lone file of any other name, but not one that says it is another pair", () => {
    expect(pickEntry(entries("my-bars.csv"), BTC_HOURS).fileName).toBe("my-bars.csv");
    expect(() => pickEntry(entries("ETHUSD_60.csv"), BTC_HOURS)).toThrow(/XBTUSD_60.*it holds ETHUSD_60.csv/i);
  });

  test("lists what is there where nothing fits, and refuses to choose between two", () => {
    expect(() => pickEntry(entries("a.csv", "b.csv"), BTC_HOURS)).toThrow(/a.csv, b.csv/);
    expect(() => pickEntry(entries("x/XBTUSD_60.csv", "y/XBTUSD_60.csv"), BTC_HOURS)).toThrow(/several files match/);
    expect(() => pickEntry(entries(), BTC_HOURS)).toThrow(ImportRefused);
  });
});

describe("refuseBomb", () => {
  test("lets real data through and stops what unpacks to an implausible size", () => {
    expect(() => {
      refuseBomb({ compressed: 1_000, inflated: 60_000_000 });
    }).not.toThrow();
    expect(() => {
      refuseBomb({ compressed: 50_000_000, inflated: 500_000_000 });
    }).not.toThrow();
    expect(() => {
      refuseBomb({ compressed: 100_000, inflated: 100_000_000 });
    }).toThrow(/unpack to/);
    expect(() => {
      refuseBomb({ compressed: 1e9, inflated: 17.2e9 });
    }).toThrow(/unpack to/);
  });
});
