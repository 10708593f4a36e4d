import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { assetOf } from "../money/asset.ts";
import { closeUnitsOf, equityOf, rateBetween, unitsAtRate } from "./equity.ts";

const USD = 100_000_000n;
const BTC = 1_000_000_000_000n;

function instrument(base: string, quote: string): Instrument {
  const none = { tickUnits: 0n, lotUnits: 0n, quantityMinUnits: 0n, notionalMinUnits: 0n };
  return { symbol: `${base}/${quote}`, venueSymbol: "", base: assetOf(base), quote: assetOf(quote), ...none, status: "online" };
}

const INSTRUMENTS = [instrument("BTC", "USD"), instrument("ETH", "USDC"), instrument("USD", "CAD"), instrument("USDC", "USD")];

function snapshotOf(closes: Readonly<Record<string, number>>): Snapshot {
  const instruments = INSTRUMENTS.map(({ symbol }) => {
    const close = closes[symbol];
    return {
      symbol,
      bar: close === undefined ? undefined : { tsMs: 0, open: close, high: close, low: close, close, volume: 1 },
      features: [],
    };
  });
  const lineage = { lineageId: "l", isSynthetic: true, timeframeMs: 1, closeMs: 1, originMs: 0 };
  return { ...lineage, previousHash: new Uint8Array(32), capabilities: ["bars"], featureNames: [], instruments };
}

const ALL = { "BTC/USD": 20_000, "ETH/USDC": 1_500, "USDC/USD": 0.88, "USD/CAD": 1.25 };
const prices = { snapshot: snapshotOf(ALL), instruments: INSTRUMENTS };

describe("portfolio value", () => {
  it("takes USDC at its rate, not as a dollar, also on the way from a coin", () => {
    const balances = [
      { asset: "BTC", total: BTC / 2n },
      { asset: "ETH", total: BTC },
      { asset: "USD", total: 10n * USD },
      { asset: "USDC", total: 100n * USD },
    ];
    expect(equityOf(prices, balances, "USD")).toEqual({ units: (10_000n + 1_320n + 10n + 88n) * USD, missing: [] });
  });

  it("turns a pair around where only that is quoted", () => {
    expect(equityOf(prices, [{ asset: "CAD", total: 125n * USD }], "USD").units).toBe(100n * USD);
  });

  it("rounds down, and names what no rate prices", () => {
    const holes = { snapshot: snapshotOf({ "BTC/USD": 1 / 3 }), instruments: INSTRUMENTS };
    expect(equityOf(holes, [{ asset: "BTC", total: BTC }], "USD").units).toBe(33_333_333n);
    expect(
      equityOf(
        holes,
        [
          { asset: "ETH", total: 1n },
          { asset: "USD", total: 7n },
          { asset: "USDC", total: 0n },
        ],
        "USD",
      ),
    ).toEqual({ units: 7n, missing: ["ETH"] });
  });

  it("has no rate without a pair, and that of one unit for the asset itself", () => {
    expect(rateBetween(prices, "BTC", "CAD")).toBeDefined();
    expect(rateBetween(prices, "DOGE", "USD")).toBeUndefined();
    expect(unitsAtRate(5n, rateBetween(prices, "USD", "USD") ?? { numerator: 0n, denominator: 1n })).toBe(5n);
    expect(closeUnitsOf(prices.snapshot, "XRP/USD")).toBeUndefined();
  });
});
