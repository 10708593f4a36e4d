import { describe, expect, it } from "vitest";
import { strayCaps, strayCapWords } from "./stray-caps.ts";

const cap = { percentBps: 100, absoluteUnits: undefined };
const KNOWN = [
  { symbol: "BTC/USD", quote: "USD" },
  { symbol: "ETH/CAD", quote: "CAD" },
];

describe("caps that bind nothing", () => {
  it("are those of symbols and quotes that nothing has, spelled exactly", () => {
    const profile = {
      instrumentCaps: ["BTC/USD", "btc/usd", "FOO/BAR"].map((symbol) => ({ symbol, cap })),
      quoteCaps: ["CAD", "USD", "XYZ"].map((asset) => ({ asset, cap })),
    };
    expect(strayCaps(profile, KNOWN)).toEqual([
      { list: "instrumentCaps", name: "btc/usd" },
      { list: "instrumentCaps", name: "FOO/BAR" },
      { list: "quoteCaps", name: "XYZ" },
    ]);
  });

  it("are told with what would be right", () => {
    expect(strayCapWords({ list: "instrumentCaps", name: "FOO/BAR" })).toMatch(/FOO\/BAR is no known instrument/);
    expect(strayCapWords({ list: "quoteCaps", name: "XYZ" })).toMatch(/quoted in XYZ/);
  });
});
