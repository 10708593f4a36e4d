import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../market/catalogue.ts";
import { SymbolDirectory } from "../market/symbols.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { rateBetween } from "./equity.ts";
import { hasRatePath, unpayableInstruments } from "./payable-instruments.ts";

const directory = new SymbolDirectory(shippedCatalogue());
const instrumentsOf = (symbols: readonly string[]) => symbols.map((symbol) => directory.instrumentOf(symbol));
const unpayable = (traded: readonly string[], baseCurrency: string, universe = traded) =>
  unpayableInstruments({ traded: instrumentsOf(traded), universe: instrumentsOf(universe), baseCurrency });

describe("an account", () => {
  test("pays in its own currency", () => {
    expect(unpayable(["BTC/USD", "ETH/USD"], "USD")).toEqual([]);
    expect(unpayable(["BTC/EUR"], "EUR")).toEqual([]);
  });

  test("can't weigh what is priced in a currency that its market has no rate for", () => {
    expect(unpayable(["BTC/USD", "BTC/USDT"], "USD")).toEqual([{ symbol: "BTC/USDT", quote: "USDT", why: "no_rate" }]);
    expect(unpayable(["BTC/USDC"], "USD")).toEqual([{ symbol: "BTC/USDC", quote: "USDC", why: "no_rate" }]);
  });

  test("can't pay where the rate is there and the money is not", () => {
    expect(unpayable(["BTC/EUR"], "USD", ["BTC/EUR", "EUR/USD"])).toEqual([{ symbol: "BTC/EUR", quote: "EUR", why: "no_money" }]);
  });

  test("pays with what another of its instruments bought", () => {
    expect(unpayable(["BTC/EUR", "EUR/USD"], "USD")).toEqual([]);
    expect(unpayable(["BTC/USD", "ETH/BTC"], "USD")).toEqual([]);
  });
});

test("a path is there exactly where the books would find a rate", () => {
  const universes = [["BTC/USD"], ["BTC/EUR", "EUR/USD"], ["USDC/USD", "USD/CAD"], ["ETH/BTC", "BTC/USD"], ["USDC/EUR", "EUR/USD"]];
  for (const symbols of universes) {
    const instruments = instrumentsOf(symbols);
    const bar = { tsMs: 0, open: 2, high: 2, low: 2, close: 2, volume: 1 };
    const snapshot: Snapshot = {
      ...{ lineageId: "l", isSynthetic: false, timeframeMs: HOUR_MS, closeMs: HOUR_MS, originMs: 0, previousHash: new Uint8Array(32) },
      ...{ capabilities: ["bars"], featureNames: [], instruments: symbols.map((symbol) => ({ symbol, bar, features: [] })) },
    };
    const codes = ["USD", "EUR", "USDC", "USDT", "CAD", "BTC", "ETH"];
    for (const from of codes)
      for (const into of codes)
        expect([symbols, from, into, hasRatePath(instruments, from, into)]).toEqual([
          symbols,
          from,
          into,
          rateBetween({ snapshot, instruments }, from, into) !== undefined,
        ]);
  }
});
