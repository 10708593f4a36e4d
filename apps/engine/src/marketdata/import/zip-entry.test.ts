import { describe, expect, test } from "vitest";
import { ImportRefused } from "./import-refused.ts";
import { refuseBomb } from "./inflate-bound.ts";
import { pickEntry } from "./zip-entry.ts";

const BTC_HOURS = { pairNames: ["BTC/USD", "XXBTZUSD", "XBTUSD", "XBT/USD"], timeframeMinutes: 60 };
const entries = (...names: string[]): { fileName: string }[] => names.map((fileName) => ({ fileName }));

describe("pickEntry", () => {
  test("finds the pair and timeframe among many, in any folder and case", () => {
    const archive = entries("Kraken_OHLCVT/ETHUSD_60.csv", "Kraken_OHLCVT/XBTUSD_1.csv", "Kraken_OHLCVT/xbtusd_60.csv");
    expect(pickEntry(archive, BTC_HOURS).fileName).toBe("Kraken_OHLCVT/xbtusd_60.csv");
  });

  test.each(["XBTUSD_60.csv", "XXBTZUSD_60.csv", "BTCUSD_60.csv", "BTC-USD_1h.csv", "BTC_USD_60.csv", "x/kraken_BTC-USD_60m.csv"])(
    "knows %s by any name of the pair, the venue's or the canonical one",
    (name) => {
      expect(pickEntry(entries("ETHUSD_60.csv", "BTCUSDT_60.csv", "XBTUSD_15.csv", "XBTEUR_60.csv", name), BTC_HOURS).fileName).toBe(name);
    },
  );

  test("takes a lone file of any other name, but not one that says it is another pair", () => {
    expect(pickEntry(entries("my-bars.csv"), BTC_HOURS).fileName).toBe("my-bars.csv");
    expect(pickEntry(entries("bars_2021.csv", "readme.txt"), BTC_HOURS).fileName).toBe("bars_2021.csv");
    expect(() => pickEntry(entries("BTCUSD_1h.csv"), { ...BTC_HOURS, timeframeMinutes: 15 })).toThrow(/XBTUSD_15.*it holds BTCUSD_1h.csv/);
    expect(() => pickEntry(entries("ETHUSD_60.csv"), BTC_HOURS)).toThrow(/XBTUSD_60.*it holds ETHUSD_60.csv/i);
  });

  test("lists what is there where nothing fits, and refuses to choose between two", () => {
    expect(() => pickEntry(entries("a.csv", "b.csv"), BTC_HOURS)).toThrow(/a.csv, b.csv/);
    expect(() => pickEntry(entries("readme.txt"), BTC_HOURS)).toThrow(/holds no BTCUSD_60.csv or .*it holds readme.txt/);
    const many = Array.from({ length: 25 }, (_, n) => `C${n}USD_60.csv`);
    expect(() => pickEntry(entries(...many), BTC_HOURS)).toThrow(/C0USD_60.csv, .*C19USD_60.csv and 5 more/);
    for (const other of ["y/XBTUSD_60.csv", "BTCUSD_60.csv"])
      expect(() => pickEntry(entries("x/XBTUSD_60.csv", other), BTC_HOURS)).toThrow(
        `several files of the archive match: x/XBTUSD_60.csv, ${other}`,
      );
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
